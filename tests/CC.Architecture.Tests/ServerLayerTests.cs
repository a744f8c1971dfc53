using System.Text.RegularExpressions;
using CC.Sdk.Testing;

namespace CC.Architecture.Tests;

/// <summary>Within the server, too, each part knows only those below it.</summary>
public sealed partial class ServerLayerTests
{
    public static TheoryData<string, string[]> Parts => new()
    {
        { "Diagnostics", [] },
        { "Messaging", ["Diagnostics"] },
        { "Routing", ["Diagnostics"] },
        { "Events", ["Diagnostics"] },
        { "Commands", [] },
        { "Security", ["Diagnostics", "Messaging", "Routing"] },
        { "Components", ["Commands", "Diagnostics", "Messaging", "Routing", "Events"] },
        { "Plugins", ["Diagnostics", "Messaging", "Routing", "Events", "Components"] },
        { "Isolation", ["Diagnostics", "Lifetime", "Messaging", "Events", "Components", "Plugins"] },
        { "Configuration", ["Diagnostics", "Messaging", "Routing", "Events", "Security", "Components", "Plugins"] },
        { "CommandLine", ["Diagnostics", "Lifetime"] },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Knows_only_the_parts_below_it(string part, string[] below)
    {
        var uses = Directory.EnumerateFiles(RepositoryFolder.At($"host/CC.Server/{part}"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => ServerNamespace().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Part: match.Groups[1].Value)))
            .Where(use => use.Part != part && !below.Contains(use.Part));

        Assert.Empty(uses);
    }

    [GeneratedRegex(@"\bCC\.Server\.(\w+)")]
    private static partial Regex ServerNamespace();
}
