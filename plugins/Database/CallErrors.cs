namespace CC.Plugins.Database;

/// <summary>Why a call has failed, as the field <c>code</c> of the answer has it.</summary>
internal static class CallErrors
{
    /// <summary>The message can't be used.</summary>
    public const string BadRequest = "bad-request";

    /// <summary><c>allowed-functions</c> does not have the function.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>PostgreSQL has refused the call, or the function has raised an error.</summary>
    public const string Failed = "failed";

    /// <summary>The call took longer than <c>call-timeout</c>, or than the database allows.</summary>
    public const string Timeout = "timeout";

    /// <summary>The result is longer than <c>max-result-size</c>.</summary>
    public const string TooLarge = "too-large";

    /// <summary><c>return = json</c>, and the function has not returned a message.</summary>
    public const string BadResult = "bad-result";

    /// <summary>There is no connection to the database; the call was not carried out.</summary>
    public const string Unavailable = "db-unavailable";

    /// <summary>The connection was lost during the call; whether it was carried out is not known.</summary>
    public const string ConnectionLost = "connection-lost";

    /// <summary>The handler was stopped before the call was at its end.</summary>
    public const string Stopped = "stopped";
}
