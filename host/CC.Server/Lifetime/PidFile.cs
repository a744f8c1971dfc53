using System.Globalization;

namespace CC.Server.Lifetime;

/// <summary>The file that holds the id of the running process.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string path;

    private PidFile(string path) => this.path = path;

    /// <summary>Writes the file; null if a process with the id in it is alive.</summary>
    public static PidFile? TryCreate(string path)
    {
        if (RunningProcess(path) is { } running && running != Environment.ProcessId)
        {
            return null;
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var next = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(next, $"{Environment.ProcessId}\n");
        File.Move(next, path, overwrite: true);
        return new PidFile(path);
    }

    /// <summary>The id in the file, if such a process is alive.</summary>
    public static int? RunningProcess(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Signals.IsAlive(id) ? id : null;
    }

    public void Dispose()
    {
        if (RunningProcess(path) == Environment.ProcessId)
        {
            File.Delete(path);
        }
    }
}
