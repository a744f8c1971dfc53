using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Client.Tasks;

/// <summary>Reads what comes of a task.</summary>
internal static class TaskReading
{
    /// <summary>The reason of a failure that is none: nothing was done.</summary>
    private const string Refused = "refused";

    /// <summary>What a message tells of a task; null if it is about something else, or can't be read, or is not signed as <see cref="CcClient.Security"/> asks for.</summary>
    public static TaskUpdate? Of(CcClient client, in Message message, string id)
    {
        try
        {
            return message.Type == TaskError.Type ? OfError(message, client.Read(message, BodiesJson.Default.TaskError), id)
                : message.Type.StartsWith($"{TaskReply.Type}.", StringComparison.Ordinal) ? OfReply(message, client.Read(message, BodiesJson.Default.TaskReply), id)
                : null;
        }
        catch (MessageException)
        {
            return null;
        }
    }

    public static TaskNews NewsOf(TaskUpdate update) => update.Status.Length > 0
        ? new TaskNews(update.Status, IsRefusal: IsRefusal(update), LacksExitCode: update.ExitCode == -1 && !update.IsRepeat, IsAnswering: update.IsRepeat || update.CanBeAsked)
        : new TaskNews(null, update.Code, IsAboutQuestion: update.OriginalRequest.Length > 0 && !update.OriginalRequest.StartsWith(TaskSend.Type, StringComparison.Ordinal));

    private static bool IsRefusal(TaskUpdate update) => update.Field("reason") is { ValueKind: JsonValueKind.String } reason && reason.ValueEquals(Refused);

    private static TaskUpdate OfError(in Message message, TaskError error, string id) =>
        new() { TaskId = id, Code = error.Code, Text = error.Msg, Message = message, OriginalRequest = error.OrigReq };

    private static TaskUpdate? OfReply(in Message message, TaskReply reply, string id) => reply.TaskId != id ? null : new TaskUpdate
    {
        TaskId = id,
        Status = reply.Status,
        Handler = reply.Handler ?? "",
        Feedback = reply.Feedback,
        Blob = message.BlobOrNull,
        IsRepeat = reply.Repeat == 1,
        CanBeAsked = reply.Answers == 1,
        Message = message,
    };
}
