using CC.Sdk.Options;

namespace CC.Plugins.Tasks.Fetch;

/// <summary>A section of the task fetch.</summary>
public sealed record FetchOptions
{
    /// <summary>The folders below which files may be fetched.</summary>
    [Option(Required = true, Path = true)]
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>How long a file may be.</summary>
    [Option(Min = 0)]
    public ByteSize MaxSize { get; init; } = new(100 * 1024 * 1024);

    /// <summary>How much is sent at a time.</summary>
    [Option(Min = 1024, Max = 1024 * 1024)]
    public ByteSize Piece { get; init; } = new(256 * 1024);
}
