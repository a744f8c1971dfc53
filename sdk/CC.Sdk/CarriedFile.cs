namespace CC.Sdk;

/// <summary>A file that is carried from one machine to another, as one end knows it.</summary>
public sealed record CarriedFile
{
    /// <summary>The file.</summary>
    public required CarriedFileName Name { get; init; }

    /// <summary>Whether this is the end that it is carried to.</summary>
    public bool IsTarget { get; init; }

    /// <summary>Where it is on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>The offset at which carrying it began, or before which this end has nothing of it.</summary>
    public long Begin { get; init; }

    /// <summary>The offset up to which it is at its target for good.</summary>
    public long Acknowledged { get; init; }

    /// <summary>How long it is at this end, in octets of the source, as far as is known.</summary>
    public long Size { get; init; }

    /// <summary>Octets that are on their way, and not acknowledged.</summary>
    public long InFlight { get; init; }

    /// <summary>What is going on with it, in a word: <c>sending</c>, <c>waiting</c>, <c>done</c>, <c>stored</c>, ...</summary>
    public required string State { get; init; }
}
