namespace CC.Supervision.Webhooks;

/// <summary>What has become of an event that a URL is to be told of.</summary>
public enum WebhookOutcome
{
    /// <summary>The URL has taken it.</summary>
    Sent,

    /// <summary>It could not be told, and will be tried again.</summary>
    Delayed,

    /// <summary>It could not be told, and is given up: it has been tried often enough, or the answer says that it never will be taken.</summary>
    Failed,

    /// <summary>It was not tried: too many wait, or its URL is told of nothing any more.</summary>
    Dropped,
}
