using System.Text.RegularExpressions;
using CC.Sdk.Testing;

namespace CC.Contract.Tests;

/// <summary>A test that a document names, as a link to its file.</summary>
internal sealed partial record NamedTest(string Class, string Method, string Path)
{
    /// <summary>Those that a cell of a table names.</summary>
    public static NamedTest[] In(string cell) =>
        [.. Link().Matches(cell).Select(match => new NamedTest(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    /// <summary>Its text, from its attribute to its end; there has to be one.</summary>
    public string Body()
    {
        var source = File.ReadAllText(RepositoryFolder.At($"docs/{Path}"));
        Assert.Matches($@"\bclass {Class}\b", source);
        var body = Regex.Match(source, $@"\[(?:Fact|Theory)(?:(?!\n    \}}).)*? {Method}\(.*?\n    \}}\n", RegexOptions.Singleline);
        Assert.True(body.Success, $"{Path} has no test {Method}");
        return body.Value;
    }

    [GeneratedRegex(@"\[`(\w+)\.(\w+)`\]\(([^)]+)\)")]
    private static partial Regex Link();
}
