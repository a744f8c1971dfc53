namespace CC.Server.Lifetime;

/// <summary>The log file before there is a logger, which would lose lines without a word.</summary>
internal static class LogFile
{
    /// <summary>Makes sure that the file can be appended to, its folder included.</summary>
    /// <exception cref="IOException">It can't be.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static void Try(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
    }
}
