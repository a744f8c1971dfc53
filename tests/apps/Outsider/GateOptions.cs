using CC.Sdk.Options;

namespace CC.Plugins.Outsider;

/// <summary>A gate's section.</summary>
public sealed record GateOptions
{
    /// <summary>The gate is open while this file exists.</summary>
    [Option(Required = true, Path = true)]
    public string OpenFile { get; init; } = "";

    /// <summary>A line with the type of each message that has passed.</summary>
    [Option(Required = true, Path = true)]
    public string Journal { get; init; } = "";

    /// <summary>Goes on waiting when it is told to give up.</summary>
    public bool Stubborn { get; init; }
}
