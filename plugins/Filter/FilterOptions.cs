using CC.Sdk.Options;

namespace CC.Plugins.Filter;

/// <summary>A filter's section.</summary>
public sealed record FilterOptions
{
    /// <summary>The section of the handler that gets what passes.</summary>
    [Option(Required = true, Refers = SectionKind.Handler)]
    public string ForwardTo { get; init; } = "";

    /// <summary>Patterns of the types that pass; none is all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of the types that do not, whatever else they match.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
