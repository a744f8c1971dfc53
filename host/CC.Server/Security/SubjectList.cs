namespace CC.Server.Security;

/// <summary>Reads a list of subjects: separated by commas; one that has commas itself stands in double quotes.</summary>
internal static class SubjectList
{
    /// <summary>The subjects; null if a quote is not closed, or something follows it.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        var subjects = new List<string>();
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            var isQuoted = rest[0] == '"';
            var end = isQuoted ? rest[1..].IndexOf('"') + 1 : rest.IndexOf(',') is var comma and >= 0 ? comma : rest.Length;
            if (isQuoted && end == 0)
            {
                return null;
            }

            var subject = (isQuoted ? rest[1..end] : rest[..end]).Trim();
            if (!subject.IsEmpty)
            {
                subjects.Add(subject.ToString());
            }

            rest = rest[(isQuoted ? end + 1 : end)..].TrimStart();
            if (!rest.IsEmpty && rest[0] != ',')
            {
                return null;
            }

            rest = rest.IsEmpty ? rest : rest[1..].TrimStart();
        }

        return subjects;
    }
}
