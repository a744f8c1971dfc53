using System.Globalization;

namespace CC.Server.Lifetime;

/// <summary>The file that holds the id of the running process.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string path;

    private PidFile(string path) => this.path = path;

    /// <summary>Writes the file, its folder included, unless it names another process that is alive. Of several that try at once one succeeds.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static PidFile? TryCreate(string path, out int? other)
    {
        using var turn = FolderLock.Take(Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!).FullName);
        other = OtherProcess(path);
        if (other is not null)
        {
            return null;
        }

        var next = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(next, $"{Environment.ProcessId}\n");
        File.Move(next, path, overwrite: true);
        return new PidFile(path);
    }

    /// <summary>The id in the file, if such a process is alive and not this one.</summary>
    public static int? OtherProcess(string path) => ProcessIn(path) is { } id && id != Environment.ProcessId && Signals.IsAlive(id) ? id : null;

    /// <summary>Removes the file, unless somebody else has written it meanwhile.</summary>
    public void Dispose()
    {
        try
        {
            if (ProcessIn(path) == Environment.ProcessId)
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A file that is left there names a process that is gone, and the next start sees that.
        }
    }

    private static int? ProcessIn(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
