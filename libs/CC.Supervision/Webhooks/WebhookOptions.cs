namespace CC.Supervision.Webhooks;

/// <summary>How webhooks are called.</summary>
public sealed record WebhookOptions
{
    /// <summary>What each body is signed with (HMAC-SHA256, header <c>X-Hub-Signature-256</c>); empty for no signature.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is tried to tell of an event before it is given up.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>How long to wait before the second attempt; before each further one twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait at most.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many events may wait for one URL; further ones are dropped.</summary>
    public int QueueSize { get; init; } = 1000;
}
