using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using CC.Files;

namespace CC.Server.Plugins;

/// <summary>What a plugin's folder holds, to be compared: at a glance, and octet by octet. Links are followed, each folder is entered once; pipes and devices are no part of it.</summary>
internal static class FolderContent
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 16 };

    /// <summary>Differs when any file has come, gone, or been written; costs a look at each.</summary>
    public static string Glance(string folder) =>
        string.Join('\n', Walk(folder).Select(entry => $"{entry.File} {entry.Status.Identity} {entry.Status.Length} {entry.Status.ChangeTime}"));

    /// <summary>The same for one file.</summary>
    public static string GlanceAt(string file) => StatusOf(file) is { } status ? $"{status.Identity} {status.Length} {status.ChangeTime}" : "";

    /// <summary>Differs when the content of any file does, or its name.</summary>
    public static string Hash(string folder)
    {
        var text = string.Join('\n', Files(folder).Select(file => $"{file} {HashOf(Path.Combine(folder, file))}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The files in a folder, by the paths that they have below it; none if it is not there.</summary>
    public static IReadOnlyList<string> Files(string folder) => [.. Walk(folder).Select(entry => entry.File)];

    /// <summary>The folder and all in it, by full paths; a link that leads back to one of them may be among them, and none of what is behind it.</summary>
    public static IReadOnlyList<string> Folders(string folder) => [folder, .. Read(folder, real => Paths(real, areFolders: true))];

    private static IReadOnlyList<(string File, FileStatus Status)> Walk(string folder) => Read(folder, real => Paths(real, areFolders: false)
        .Select(path => (File: Path.GetRelativePath(real, path), Status: StatusOf(path) ?? default))
        .Where(entry => entry.Status.IsRegular)
        .OrderBy(entry => entry.File, StringComparer.Ordinal));

    private static FileSystemEnumerable<string> Paths(string real, bool areFolders)
    {
        var entered = new HashSet<FileIdentity> { FileStatus.Of(real)?.Identity ?? default };
        return new FileSystemEnumerable<string>(real, (ref entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = (ref entry) => entry.IsDirectory == areFolders,
            ShouldRecursePredicate = (ref entry) => IsEntered(entry, entered),
        };
    }

    private static IReadOnlyList<T> Read<T>(string folder, Func<string, IEnumerable<T>> read)
    {
        try
        {
            return [.. read(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return []; // It is being changed right now; whoever asks, asks again.
        }
    }

    /// <summary>A link may lead back to a folder that it is in.</summary>
    private static bool IsEntered(in FileSystemEntry entry, HashSet<FileIdentity> entered) => OperatingSystem.IsLinux()
        ? StatusOf(entry.ToFullPath()) is { } status && entered.Add(status.Identity)
        : !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>Null also if the system does not tell: one file that can't be looked at does not hide the others.</summary>
    private static FileStatus? StatusOf(string path)
    {
        try
        {
            return FileStatus.Of(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string HashOf(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.GetType().Name;
        }
    }
}
