using System.Text;
using System.Text.Json;
using CC.Cli.Output;
using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Cli.Tasks;

/// <summary>Prints what comes of a task: what it says to the output, how it goes to the error output; or each message as JSON, a line each.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="asJson">Whether to print messages as they are.</param>
internal sealed class TaskPrinter(Terminal terminal, bool asJson)
{
    private bool isShowing;

    public void Print(TaskUpdate update)
    {
        if (asJson)
        {
            if (update.Message is { } message)
            {
                terminal.WriteLine(Encoding.UTF8.GetString(message.Body.Span).ReplaceLineEndings(" "));
            }

            return;
        }

        if (update.Status == TaskStatuses.Running && terminal.Width is not null)
        {
            isShowing = true;
            terminal.Show($"{update.TaskId} is running {Clean(Rest(update))}");
            return;
        }

        EndShowing();
        PrintFeedback(update);
        if (update.Outcome is null && update.Status != TaskStatuses.Feedback)
        {
            terminal.Tell(Clean(update.Status.Length > 0 ? $"{update.TaskId}: {update.Status}" : $"{update.TaskId}: {update.Text}"));
        }
    }

    /// <summary>What was shown in passing gives way to what stays.</summary>
    public void EndShowing()
    {
        if (isShowing)
        {
            isShowing = false;
            terminal.Show("");
        }
    }

    /// <summary>What the task says.</summary>
    public void PrintFeedback(TaskUpdate update)
    {
        if (update.Output is { Length: > 0 } output)
        {
            foreach (var line in Encoding.UTF8.GetString(output).TrimEnd('\n').Split('\n'))
            {
                terminal.WriteLine(ProcessText.Line(line, terminal));
            }
        }

        if (LogLine(update.Feedback) is { } logged)
        {
            terminal.WriteLine(Clean(logged));
        }
        else if (Rest(update) is { Length: > 0 } rest)
        {
            terminal.WriteLine(Clean(rest));
        }
    }

    /// <summary>A log record that the task has sent.</summary>
    private static string? LogLine(JsonElement? feedback) =>
        feedback is { ValueKind: JsonValueKind.Object } record
        && record.TryGetProperty("log_level", out var level) && level.ValueKind == JsonValueKind.String
        && record.TryGetProperty("log_msg", out var text) && text.ValueKind == JsonValueKind.String
            ? $"{level.GetString()} {text.GetString()}"
            : null;

    /// <summary>The feedback as JSON, without what is said in words; empty if nothing is left.</summary>
    private static string Rest(TaskUpdate update)
    {
        if (update.Feedback is not { ValueKind: JsonValueKind.Object } feedback)
        {
            return "";
        }

        var left = feedback.EnumerateObject().Where(property => property.Name is not ("out" or "rc" or "reason" or "msg") || update.Status == TaskStatuses.Feedback && property.Name != "out").ToArray();
        return left.Length == 0 ? "" : $"{{{string.Join(", ", left.Select(property => property.ToString()))}}}";
    }

    /// <summary>Nothing moves a terminal's cursor; into a file it goes as it is.</summary>
    private string Clean(string text) => terminal.Width is null ? text : CellText.Clean(text);
}
