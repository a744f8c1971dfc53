using CC.Sdk;

namespace CC.Server.Administration;

/// <summary>
/// Who has subscribed: the connection, or the place in the process, that messages come from. The node itself puts it in front of them. A client that chooses the identity of
/// its connection has its subscriptions again when it comes back.
/// </summary>
internal readonly record struct Subscriber(string Address)
{
    /// <summary>The sender of a message. What its route has behind the first frame is the sender's own, and may change from one request to the next.</summary>
    public static Subscriber Of(in Message message) =>
        new(message.Route.IsEmpty ? "" : Convert.ToHexString(message.Frames[0].Span));
}
