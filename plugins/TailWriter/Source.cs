using CC.Sdk;

namespace CC.Plugins.TailWriter;

/// <summary>What is stored of one source. Belongs to one worker.</summary>
internal sealed class Source(SourceKey key)
{
    public SourceKey Key => key;

    /// <summary>The content that is stored; null if nothing is, or from a sender that takes no acknowledgements.</summary>
    public string? Generation { get; private set; }

    /// <summary>The offset that follows what is taken.</summary>
    public long Next { get; set; }

    /// <summary>The offset that follows what is written to the target; what follows that waits to be compressed.</summary>
    public long Written { get; set; }

    /// <summary>The offset that follows what is durable.</summary>
    public long Durable { get; set; }

    /// <summary>The file that it is stored in; null until there is one.</summary>
    public string? Target { get; set; }

    /// <summary>Whether the journal knows of the content and its target.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>Whether more is taken than is durable.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether what came last could not be stored; then the sender has to find that out by silence.</summary>
    public bool IsStuck { get; set; }

    /// <summary>The offset that the sender was last told.</summary>
    public long Acknowledged { get; set; } = -1;

    /// <summary>Where the next acknowledgement goes; null if none is owed.</summary>
    public MessageRoute? AnswerTo { get; set; }

    /// <summary>Whether the sender waits for its answer, so that what waits to be compressed should wait no longer.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Whether the next acknowledgement has to send the sender back, or ahead: to which content, and where in it.</summary>
    public SendingTo? SendTo { get; set; }

    /// <summary>When the sender was last sent somewhere, as a timestamp; for a while after that it is not told again.</summary>
    public long? ToldAt { get; set; }

    /// <summary>Whether it was logged that a sender without acknowledgements has left something out.</summary>
    public bool HasGap { get; set; }

    /// <summary>What the journal is to say.</summary>
    public PositionRecord Record(long targetLength, long now) => new()
    {
        Host = key.Host,
        Filename = key.Filename,
        Device = key.Device,
        Inode = key.Inode,
        Generation = Generation,
        Next = Written,
        Target = Target!,
        Length = targetLength,
        At = now,
    };

    /// <summary>Goes on with what the journal says.</summary>
    public void Resume(PositionRecord record)
    {
        Generation = record.Generation;
        Next = Written = Durable = record.Next;
        Target = record.Target;
        IsAnnounced = true;
    }

    /// <summary>Starts another content, of which nothing is stored.</summary>
    public void Begin(string? generation, long offset)
    {
        Generation = generation;
        Next = Written = Durable = offset;
        Target = null;
        IsAnnounced = false;
        Acknowledged = -1;
        HasGap = false;
    }

    /// <summary>Forgets what is not durable.</summary>
    public void TakeBack()
    {
        Next = Written = Durable;
        IsDirty = false;
        Stick();
    }

    /// <summary>Silence has the sender try again after a while; to send it back would only have it try at once.</summary>
    public void Stick()
    {
        IsStuck = true;
        AnswerTo = null;
        SendTo = null;
    }
}
