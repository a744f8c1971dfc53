using CC.Sdk.Testing;

namespace CC.Contract.Tests;

/// <summary>The tables of a document, without their headings: rows of cells.</summary>
internal static class DocumentTables
{
    public static string[][][] Of(string path)
    {
        var lines = File.ReadAllLines(RepositoryFolder.At(path));
        return [.. lines.Index().Where(line => line.Item.StartsWith("|---", StringComparison.Ordinal)).Select(line => Rows(lines.Skip(line.Index + 1)))];
    }

    private static string[][] Rows(IEnumerable<string> lines) => [.. lines.TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split(" | "))];
}
