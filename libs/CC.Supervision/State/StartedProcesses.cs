using System.Globalization;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;

namespace CC.Supervision.State;

/// <summary>
/// The processes that a supervisor has started and that have not ended, a small file for each in a folder beside its state: the next supervisor finds by them also what has cleared, overwritten or hidden
/// its environment. When a process was started, and under which start of the machine, is in the file, so that no other of its number is taken for it. Without a state file nothing is kept.
/// </summary>
/// <param name="folder">The folder; null for none.</param>
internal sealed class StartedProcesses(string? folder)
{
    private const string NoPlace = "-";

    /// <summary>Remembers one. Where that can't be, its environment is what is left to find it by.</summary>
    public void Add(Survivor process) => Try(() =>
    {
        OwnFile.MakeFolder(folder!);
        var place = process.Place?.ToString(CultureInfo.InvariantCulture) ?? NoPlace;
        File.WriteAllText(PathOf(process.Process), string.Create(CultureInfo.InvariantCulture, $"{process.Started} {Boot.Id} {place} {process.Job}"));
    });

    /// <summary>It has ended.</summary>
    public void Remove(int process) => Try(() => File.Delete(PathOf(process)));

    /// <summary>Those that an earlier supervisor has remembered and that still run. What names no such process is forgotten.</summary>
    public IReadOnlyList<Survivor> Read()
    {
        var found = new List<Survivor>();
        Try(() =>
        {
            foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            {
                if (Parse(Path.GetFileName(path), File.ReadAllText(path)) is { } survivor)
                {
                    found.Add(survivor);
                }
                else
                {
                    File.Delete(path);
                }
            }
        });
        return found;
    }

    private static Survivor? Parse(string number, string content) =>
        content.Split(' ', 4) is [var started, var boot, var place, var job] && boot == Boot.Id
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && ProcessStat.Of(process) is { HasEnded: false } stat && stat.Started.ToString(CultureInfo.InvariantCulture) == started
            ? new Survivor(process, stat.Started, JobName.Parse(job), int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null, LeadsSession: true)
            : null;

    private string PathOf(int process) => Path.Combine(folder!, process.ToString(CultureInfo.InvariantCulture));

    private void Try(Action action)
    {
        try
        {
            if (folder is not null)
            {
                action();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk keeps no process from starting.
        }
    }
}
