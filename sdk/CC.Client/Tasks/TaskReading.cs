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
    /// <param name="client">Who has received it.</param>
    /// <param name="message">The message.</param>
    /// <param name="id">The task.</param>
    /// <param name="refusal">Why it is not to be trusted; null if that is not what is wrong with it.</param>
    public static TaskUpdate? Of(CcClient client, in Message message, string id, out string? refusal)
    {
        refusal = null;
        try
        {
            return message.Type == TaskError.Type ? OfError(message, client.Read(message, BodiesJson.Default.TaskError), id)
                : IsReply(message) ? OfReply(message, client.Read(message, BodiesJson.Default.TaskReply), id)
                : null;
        }
        catch (MessageException refused)
        {
            refusal = client.Security is not null && IsMistrust(refused.Fault) ? RefusalOf(message, refused) : null;
            return null;
        }
    }

    public static TaskNews NewsOf(TaskUpdate update) => update.Status.Length > 0
        ? new TaskNews(update.Status, IsRefusal: IsRefusal(update), LacksExitCode: update.ExitCode == -1 && !update.IsRepeat, IsAnswering: update.IsRepeat || update.CanBeAsked)
        : new TaskNews(null, update.Code, IsAboutQuestion: update.OriginalRequest.Length > 0 && !update.OriginalRequest.StartsWith(TaskSend.Type, StringComparison.Ordinal));

    private static bool IsReply(in Message message) => message.Type.StartsWith($"{TaskReply.Type}.", StringComparison.Ordinal);

    private static bool IsMistrust(MessageFault fault) => fault is >= MessageFault.Unverified and <= MessageFault.NoMessageId or MessageFault.Encrypted;

    /// <summary>Says what came, from whom, as far as it says so itself, and what is wrong with it.</summary>
    private static string RefusalOf(in Message message, MessageException refused)
    {
        var from = "";
        var status = "";
        try
        {
            var told = IsReply(message) ? CcClient.Open(message, BodiesJson.Default.TaskReply) : (MessageBody)CcClient.Open(message, BodiesJson.Default.TaskError);
            from = $" from {told.Hostname}, as it says,";
            status = told is TaskReply reply ? $" ({reply.Status})" : "";
        }
        catch (MessageException)
        {
            // It is encrypted, or nonsense besides.
        }

        return Printable($"{message.Type}{status}{from} is not trusted: {refused.Message}; see that the task router and the runner sign what they send (cms-sign)");
    }

    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

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
