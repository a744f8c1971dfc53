namespace CC.Supervision.Streams;

/// <summary>Where a stream is written to, and when another file is begun.</summary>
/// <param name="Path">The file, which is appended to.</param>
public sealed record LogRules(string Path)
{
    /// <summary>A file that has as many octets is put aside; 0 for never.</summary>
    public long MaxSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>A file that is as old is put aside; zero for never.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>How many files that were put aside are kept.</summary>
    public int Keep { get; init; } = 10;

    /// <summary>Whether they are compressed.</summary>
    public bool Compresses { get; init; }
}
