using System.CommandLine;

namespace CC.Cli.Completion;

/// <summary>What can follow a command.</summary>
/// <param name="Path">The command, such as <c>plugins load</c>; empty for the tool itself.</param>
/// <param name="Words">Its commands and options.</param>
/// <param name="Argument">What its arguments are: plugins, files, shells or nothing known.</param>
internal sealed record CompletionWords(string Path, IReadOnlyList<string> Words, string Argument)
{
    /// <summary>Those of a command, and of all below it.</summary>
    public static IReadOnlyList<CompletionWords> Of(RootCommand root)
    {
        var common = root.Options.Where(option => option.Recursive).SelectMany(Names).ToArray();
        return [.. Of(root, "", common)];
    }

    private static IEnumerable<CompletionWords> Of(Command command, string path, string[] common)
    {
        var own = command.Options.Where(option => !option.Recursive).SelectMany(Names);
        yield return new CompletionWords(
            path,
            [.. command.Subcommands.Select(below => below.Name), .. own, .. common],
            string.Concat(command.Arguments.Select(argument => argument.Name).Take(1)));
        foreach (var words in command.Subcommands.SelectMany(below => Of(below, $"{path} {below.Name}".TrimStart(), common)))
        {
            yield return words;
        }
    }

    private static IEnumerable<string> Names(Option option) => option.Aliases.Append(option.Name).Where(name => name.StartsWith('-'));
}
