namespace CC.Cli.Import;

/// <summary>Finds the files that a pattern means, with <c>*</c> and <c>?</c> in the last name, or in those of folders.</summary>
internal static class FilePattern
{
    /// <param name="folder">What the pattern is relative to.</param>
    /// <param name="pattern">The pattern.</param>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var path = Path.Combine(folder, pattern);
        IEnumerable<string> found = [Path.GetPathRoot(path)!];
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names[..^1])
        {
            found = Below(found, name, Directory.EnumerateDirectories);
        }

        return [.. Below(found, names[^1], Directory.EnumerateFiles).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Below(IEnumerable<string> folders, string name, Func<string, string, IEnumerable<string>> list) => folders.Where(Directory.Exists).SelectMany(folder =>
        name.AsSpan().ContainsAny('*', '?') ? list(folder, name)
        : Path.Combine(folder, name) is var one && Path.Exists(one) ? [one] : []).ToArray();
}
