using System.Text.Json.Serialization;
using CC.Sdk;

namespace CC.Plugins.TaskRunner;

/// <summary>The tasks that a runner offers.</summary>
internal sealed record TaskList([property: JsonPropertyName("tasks")] IReadOnlyList<OfferedTask> Tasks);

/// <summary>A task that can be sent for, by <paramref name="Name"/>.</summary>
internal sealed record OfferedTask(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("summary")] string Summary,
    [property: JsonPropertyName("parameters")] IReadOnlyList<OfferedParameter> Parameters)
{
    public static OfferedTask Of(TaskDescription task) => new(task.Section, task.Summary, [.. task.Parameters.Select(OfferedParameter.Of)]);
}

/// <summary>A parameter, and what it means.</summary>
internal sealed record OfferedParameter([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("summary")] string Summary)
{
    /// <param name="text"><c>NAME: MEANING</c>.</param>
    public static OfferedParameter Of(string text) =>
        text.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var summary] ? new(name, summary) : new(text, "");
}
