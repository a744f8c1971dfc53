namespace CC.Client.Control;

/// <summary>The codes of <see cref="ErrorReply.Code"/>.</summary>
public static class ControlErrors
{
    /// <summary>No route leads from the message's type to a handler. Only who asks with <c>"want_error": true</c> is told.</summary>
    public const string NoRoute = "no-route";

    /// <summary>The request came over a connection from which it is not accepted.</summary>
    public const string NotPermitted = "not-permitted";

    /// <summary>The request can't be read, or lacks a field; or there is no such request.</summary>
    public const string BadRequest = "bad-request";

    /// <summary>There is no plugin, section or subscription of that name.</summary>
    public const string Unknown = "unknown";

    /// <summary>The node has not done it, and says why; it is as it was before.</summary>
    public const string Refused = "refused";

    /// <summary>As many requests as the node works on at once are under way already.</summary>
    public const string Busy = "busy";

    /// <summary>The node is about to stop.</summary>
    public const string Stopping = "stopping";
}
