namespace CC.Plugins.Database;

/// <summary>Takes a connect string apart that is written as <c>postgresql://USER:PASSWORD@HOST:PORT/DBNAME?KEYWORD=VALUE</c>.</summary>
internal static class ConnectUri
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    public static bool IsOne(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.Ordinal));

    /// <summary>The pairs, in their order; or the rule that the text breaks.</summary>
    public static (IReadOnlyList<(string Keyword, string Value)> Pairs, string? Rule) Split(string text)
    {
        var rest = text[Schemes.First(scheme => text.StartsWith(scheme, StringComparison.Ordinal)).Length..];
        var pairs = new List<(string, string)>();
        var (path, query) = Cut(rest, '?');
        var (authority, database) = Cut(path, '/');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            pairs.Add(("user", user));
            pairs.Add(("password", password));
            authority = authority[(at + 1)..];
        }

        if (authority.Contains(','))
        {
            return ([], "names several hosts, which is not supported; name one");
        }

        var (host, port) = authority.StartsWith('[') && authority.IndexOf(']') is > 0 and var end
            ? (authority[1..end], authority[(end + 1)..].TrimStart(':'))
            : Cut(authority, ':');
        pairs.AddRange([("host", host), ("port", port), ("dbname", database)]);
        foreach (var (keyword, value) in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Cut(pair, '=')))
        {
            pairs.Add((keyword, value));
        }

        return ([.. pairs.Select(pair => (Uri.UnescapeDataString(pair.Item1), Uri.UnescapeDataString(pair.Item2)))], null);
    }

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, "");
}
