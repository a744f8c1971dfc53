using System.Text;
using System.Text.Json;
using CC.Client.Tasks;

namespace CC.Cli.Tasks;

/// <summary>Says how a task has ended.</summary>
internal static class TaskEnd
{
    /// <summary>That an answer says no.</summary>
    public static CommandFailure Failure(ExitCode code, TaskUpdate update) => new(
        code,
        update.Code.Length > 0 ? $"{update.Text} ({update.Code})" : update.Text,
        update.Message is { } message ? Encoding.UTF8.GetString(message.Body.Span) : null);

    /// <summary>What became of the task, in words.</summary>
    public static string Words(TaskUpdate update) => update.Outcome switch
    {
        TaskOutcome.Finished => "has finished",
        TaskOutcome.Failed => $"has failed{Because(update)}",
        TaskOutcome.Stopped => $"was stopped{Because(update)}",
        TaskOutcome.Refused => $"is refused{Because(update)}",
        TaskOutcome.NoRoute => $"was not begun{Because(update)}",
        TaskOutcome.NoAnswer => $"is not heard of{Because(update)}",
        TaskOutcome.Untrusted => $"is heard of by nobody who is trusted, and may have been begun{Because(update)}; without --verify-ca it is believed",
        _ => $"is lost sight of{Because(update)}; ccctl task status {update.TaskId} may tell later what became of it",
    };

    private static string Because(TaskUpdate update)
    {
        var why = update.Text.Length > 0 ? update.Text : Told(update.Feedback);
        var code = update.ExitCode is { } number ? $" (exit code {number})" : "";
        return why.Length > 0 ? $"{code}: {why}" : code;
    }

    /// <summary>The reason as runners give it.</summary>
    private static string Told(JsonElement? feedback) =>
        feedback is { ValueKind: JsonValueKind.Object } told
            ? string.Join(": ", ((string[])["reason", "msg"]).Select(name => told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : "").Where(text => text!.Length > 0))
            : "";
}
