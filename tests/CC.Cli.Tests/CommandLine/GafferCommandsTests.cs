using System.CommandLine;
using System.Text.RegularExpressions;
using CC.Cli.CommandLine;
using CC.Cli.Output;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.CommandLine;

/// <summary>docs/ccctl.md has a table for those who know gaffer: it names all of gaffer's commands, and nothing that does not exist here.</summary>
public sealed partial class GafferCommandsTests
{
    /// <summary>As <c>gaffer help</c> of 0.5 lists them.</summary>
    private static readonly string[] Gaffers =
    [
        "login", "apps", "load", "unload", "reload", "ps", "run", "ps:info", "ps:scale", "ps:start", "ps:stop", "ps:kill", "logs", "send", "recv",
        "lookup", "lookup:nodes", "lookup:jobs", "lookup:job", "lookup:session", "lookup:sessions",
        "user", "user:add", "user:del", "user:setpassword", "user:setkey", "key", "key:create", "key:delete", "dev:start", "dev:run", "export",
    ];

    private static readonly RootCommand Root = CommandTree.Create(new Runner(new Terminal(TextWriter.Null, TextWriter.Null, null, false), _ => null, []));

    [Fact]
    public void All_of_gaffers_commands_stand_in_the_table() => Assert.Equal(Gaffers, Rows().Select(row => row.Gaffer));

    [Fact]
    public void What_the_table_names_exists()
    {
        var named = Rows().SelectMany(row => Named().Matches(row.Here)).Select(match => match.Groups["path"].Value.Trim()).Distinct().ToArray();

        Assert.True(named.Length > 20);
        Assert.All(named, path => Assert.NotEmpty(Path(path)));
    }

    [Fact]
    public void Each_row_says_something() => Assert.All(Rows(), row => Assert.True(row.Here == "the same" || Named().IsMatch(row.Here), row.Gaffer));

    private static IReadOnlyList<Command> Path(string words)
    {
        var path = new List<Command>();
        foreach (var word in words.Split(' '))
        {
            var below = (path.Count > 0 ? path[^1] : Root).Subcommands.SingleOrDefault(command => command.Name == word);
            Assert.True(below is not null, $"there is no '{word}' in ccctl {words}");
            path.Add(below);
        }

        return path;
    }

    private static (string Gaffer, string Here)[] Rows()
    {
        var text = File.ReadAllText(RepositoryFolder.At("docs/ccctl.md"));
        var table = text[text.IndexOf("## For those who know gaffer", StringComparison.Ordinal)..];
        return [.. Row().Matches(table).Select(match => (match.Groups["gaffer"].Value, match.Groups["here"].Value)).Where(row => row.Item1 != "gaffer")];
    }

    [GeneratedRegex(@"(?m)^\| `(?<gaffer>[a-z:]+)` \| (?<here>.+) \|$")]
    private static partial Regex Row();

    /// <summary>The words behind <c>ccctl</c> up to the first that is none of a command.</summary>
    [GeneratedRegex("`ccctl (?<path>[a-z]+( [a-z]+)*)")]
    private static partial Regex Named();
}
