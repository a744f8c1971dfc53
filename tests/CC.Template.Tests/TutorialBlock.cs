using System.Text.RegularExpressions;

namespace CC.Template.Tests;

/// <summary>A block of code in the tutorial: <c>```LANGUAGE FILE PURPOSE</c>, of which the last two may be missing.</summary>
internal sealed partial record TutorialBlock(string Language, string[] Words, string Code)
{
    public string File => Words[0];

    public static IEnumerable<TutorialBlock> In(string markdown) => Fenced().Matches(markdown).Select(match =>
        new TutorialBlock(match.Groups["language"].Value, match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), Unindented(match)));

    public bool Is(string purpose) => Words.Contains(purpose);

    /// <summary>A block in a list is indented as the list is.</summary>
    private static string Unindented(Match match) =>
        string.Join('\n', match.Groups["code"].Value.TrimEnd('\n', ' ').Split('\n').Select(line => line.Length == 0 ? line : line[match.Groups["indent"].Length..]));

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w+)(?<words>[^\n]*)\n(?<code>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
