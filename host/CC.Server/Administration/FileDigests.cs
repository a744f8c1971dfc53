using System.Security.Cryptography;
using CC.Server.Plugins;

namespace CC.Server.Administration;

/// <summary>What each file of a folder holds, to be compared with another folder's files.</summary>
internal static class FileDigests
{
    /// <summary>In place of the digest of a file that can't be read.</summary>
    public const string Unreadable = "";

    /// <summary>SHA-256 of each file, by its path below the folder; none if the folder is not there.</summary>
    public static IReadOnlyDictionary<string, string> Of(string folder) =>
        FolderContent.Files(folder).ToDictionary(file => file, file => Digest(Path.Combine(folder, file)), StringComparer.Ordinal);

    /// <summary>The files that are not alike, in the order of their names: <c>changed</c>, <c>missing</c>, <c>new</c> or <c>unreadable</c>.</summary>
    public static IEnumerable<(string File, string Finding)> Differences(IReadOnlyDictionary<string, string> loaded, IReadOnlyDictionary<string, string> disk) =>
        from file in loaded.Keys.Union(disk.Keys).Order(StringComparer.Ordinal)
        let finding = Finding(loaded.GetValueOrDefault(file), disk.GetValueOrDefault(file))
        where finding is not null
        select (file, finding);

    private static string? Finding(string? loaded, string? disk) => (loaded, disk) switch
    {
        (_, null) => "missing",
        (_, Unreadable) => "unreadable",
        (null, _) => "new",
        _ => loaded == disk ? null : "changed",
    };

    private static string Digest(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unreadable;
        }
    }
}
