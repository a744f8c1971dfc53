using CC.Sdk.Options;

namespace CC.Plugins.Delay;

/// <summary>A delaying handler's section.</summary>
public sealed record DelayOptions
{
    /// <summary>The section of the handler that gets the messages.</summary>
    [Option(Required = true, Refers = SectionKind.Handler)]
    public string ForwardTo { get; init; } = "";

    /// <summary>How long each is kept.</summary>
    [Option(Min = 0)]
    public TimeSpan Delay { get; init; }

    /// <summary>How many may be kept; one more waits, and its sender with it.</summary>
    [Option(Min = 1)]
    public int QueueSize { get; init; } = 100_000;
}
