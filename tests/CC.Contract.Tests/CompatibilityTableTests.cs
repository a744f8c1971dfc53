using System.Text.RegularExpressions;
using CC.Sdk.Testing;

namespace CC.Contract.Tests;

/// <summary>The table of what CC 0.8.7 does names tests that there are.</summary>
public sealed partial class CompatibilityTableTests
{
    /// <summary>A row for each feature, in the order of the inventory that this version was written from.</summary>
    private static readonly string[] Features =
    [
        "frames", "JSON structs", "ROUTER main socket", "INI configuration", "prefix dispatch", "statistics line", "signals", "CMS", "echo", "proxy", "locallogger", "disposer, delay, filter",
        "infowriter", "tailwriter", "database", "taskrouter", "jobmgr", "job base", "infosender, infoscript", "logtail", "pg_logforward", "taskrunner", "task client", "performance",
    ];

    private static readonly string[][] Rows = [.. File.ReadLines(RepositoryFolder.At("docs/compatibility.md"))
        .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|', ' ').Split(" | "))];

    [Fact]
    public void Each_feature_has_a_row() =>
        Assert.Equal(Features, Rows.Zip(Features, (row, feature) => row[0].StartsWith(feature, StringComparison.Ordinal) ? feature : row[0]).Concat(Rows.Skip(Features.Length).Select(row => row[0])));

    [Fact]
    public void Each_feature_is_shown_over_frames_by_a_peer_with_libzmq() => Assert.All(Rows, row =>
    {
        Assert.NotEmpty(Tests(row[1]));
        Assert.All(Tests(row[1]), test => Assert.Contains("Python.RunAsync(", BodyOf(test), StringComparison.Ordinal));
    });

    [Fact]
    public void Each_test_that_is_named_is_there() => Assert.All(Rows.SelectMany(row => Tests(row[2])), test => Assert.NotEmpty(BodyOf(test)));

    private static (string Class, string Method, string Path)[] Tests(string cell) =>
        [.. NamedTest().Matches(cell).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    /// <summary>A test's text, from its attribute to its end.</summary>
    private static string BodyOf((string Class, string Method, string Path) test)
    {
        var source = File.ReadAllText(RepositoryFolder.At($"docs/{test.Path}"));
        Assert.Matches($@"\bclass {test.Class}\b", source);
        var body = Regex.Match(source, $@"\[(?:Fact|Theory)(?:(?!\n    \}}).)*? {test.Method}\(.*?\n    \}}\n", RegexOptions.Singleline);
        Assert.True(body.Success, $"{test.Path} has no test {test.Method}");
        return body.Value;
    }

    [GeneratedRegex(@"\[`(\w+)\.(\w+)`\]\(([^)]+)\)")]
    private static partial Regex NamedTest();
}
