using CC.Sdk.Options;

namespace CC.Sdk.Tests.Options;

/// <summary>An option of every kind.</summary>
internal sealed record EveryOption
{
    public string Text { get; init; } = "text";

    public bool IsSo { get; init; }

    [Option(Min = 1, Max = 10)]
    public int WholeNumber { get; init; } = 5;

    public long LongNumber { get; init; } = 6;

    [Option(Min = -1)]
    public double RealNumber { get; init; } = 0.5;

    [Option(Min = 1024, Max = 1024 * 1024)]
    public ByteSize SizeInOctets { get; init; } = new(2048);

    [Option(Min = 0)]
    public TimeSpan TimeInSeconds { get; init; } = TimeSpan.FromSeconds(30);

    [Option("zmq_time", Unit = TimeUnit.Milliseconds, Min = -1)]
    public TimeSpan TimeInMilliseconds { get; init; } = TimeSpan.FromMilliseconds(500);

    public Colour TheColour { get; init; } = Colour.LightBlue;

    public IReadOnlyList<string> SeveralTexts { get; init; } = ["a", "b"];

    [Option(Path = true)]
    public string FilePath { get; init; } = "";

    [Option(Path = true)]
    public IReadOnlyList<string> FolderPaths { get; init; } = [];

    [Option(Endpoint = true)]
    public string Url { get; init; } = "";

    [Option(Endpoint = true)]
    public IReadOnlyList<string> Urls { get; init; } = [];

    public int? MaybeNumber { get; init; }

    public string Computed => Text + Text;
}

internal enum Colour
{
    Red,
    LightBlue,
}
