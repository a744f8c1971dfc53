using CC.Sdk.Options;

namespace CC.Plugins.Specimen;

/// <summary>An option of each kind.</summary>
public sealed record SpecimenOptions : IValidatedOptions
{
    [Option(Required = true)]
    public string Greeting { get; init; } = "";

    public SpecimenMode Mode { get; init; }

    [Option(Min = 0)]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    public ByteSize Limit { get; init; } = new(1024);

    public IReadOnlyList<string> Names { get; init; } = [];

    public bool Loud { get; init; }

    [Option(Min = 1, Max = 9)]
    public int Count { get; init; } = 1;

    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (Loud && Mode == SpecimenMode.Plain)
        {
            yield return ("loud", "needs mode = in-capitals");
        }
    }
}
