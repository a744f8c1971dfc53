using System.Globalization;
using System.Text.Json;

namespace CC.EndToEnd.Tests.Kills;

/// <summary>What the runs of tasks note themselves, in a file: that they begin, in which process, and that they end.</summary>
internal sealed class RunRecord(string path)
{
    /// <summary>What a run does, as a shell has it; the task's id is <c>$0</c>. In a configuration, where a per cent sign is written twice.</summary>
    public string Script => $"echo begin $0 $$ >> {path}; sleep 0.$(($$ %% 10)); echo end $0 $$ >> {path}";

    public static Dictionary<string, JsonElement> Parameters(string id) => new()
    {
        ["cmd"] = JsonSerializer.SerializeToElement("note"),
        ["id"] = JsonSerializer.SerializeToElement(id),
    };

    /// <summary>How often a task has begun.</summary>
    public int Begun(string id) => Notes().Count(note => note is ["begin", var task, _] && task == id);

    /// <summary>How often a task has come to its end.</summary>
    public int Ended(string id) => Notes().Count(note => note is ["end", var task, _] && task == id);

    /// <summary>A process that runs a task now, if there is one.</summary>
    public int? FindProcess()
    {
        var notes = Notes();
        var ended = notes.Where(note => note[0] == "end").Select(note => note[2]).ToHashSet();
        return notes.LastOrDefault(note => note[0] == "begin" && !ended.Contains(note[2]) && Directory.Exists($"/proc/{note[2]}")) is { } last
            ? int.Parse(last[2], CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Whole lines only: one may just be written.</summary>
    private string[][] Notes() => [.. File.ReadAllText(path).Split('\n')[..^1].Select(line => line.Split(' '))];
}
