namespace CC.Plugins.LogTail;

/// <summary>What a tailer begins with.</summary>
/// <param name="Flows">The contents to carry, oldest first; none if there is no file yet.</param>
/// <param name="Receiver">What is known of the receiver.</param>
/// <param name="MustAsk">Whether the receiver may know of more than was saved, and is to be asked even if there is nothing to send.</param>
internal sealed record Departure(IReadOnlyList<Flow> Flows, Receiver Receiver, bool MustAsk)
{
    /// <summary>When the tailer first looked for files, in units of 100 ns since 1970; 0 is now.</summary>
    public long Since { get; init; }
}
