using CC.Sdk;

namespace CC.Plugins.TailWriter;

/// <summary>What is stored of one source. Belongs to one worker.</summary>
internal sealed class Source(SourceKey key)
{
    public SourceKey Key => key;

    /// <summary>The content that is stored; null if nothing is, or from a sender that takes no acknowledgements.</summary>
    public string? Generation { get; set; }

    public string OpMode { get; set; } = "";

    /// <summary>The offset that follows what is stored, or waits to be.</summary>
    public long Next { get; set; }

    /// <summary>The offset that follows what is durable.</summary>
    public long Durable { get; set; }

    public Target? Target { get; set; }

    /// <summary>Whether <see cref="Next"/> is ahead of the journal.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Where the next acknowledgement goes; null if none is owed.</summary>
    public MessageRoute? AnswerTo { get; set; }

    /// <summary>Whether the next acknowledgement has to send the sender back, or ahead: to which content, and where in it.</summary>
    public (string Generation, long Fpos)? SendTo { get; set; }

    /// <summary>When the sender was last sent somewhere, as a timestamp; for a while after that it is not told again.</summary>
    public long? ToldAt { get; set; }

    /// <summary>Whether it was logged that a sender without acknowledgements has left something out.</summary>
    public bool HasGap { get; set; }
}
