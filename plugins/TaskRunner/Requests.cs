using System.Text;
using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>Says what each message that comes means, and answers those that the runner itself has an answer for. Belongs to the runner's loop.</summary>
internal sealed partial class Requests(Runner runner, Roster roster, Outbox outbox, RunnerContext context)
{
    private const int UsualHistory = 100;
    private const int LongestShown = 200;

    /// <summary>Whoever sends nonsense without end must not fill the log.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private long? toldAt;

    /// <summary>Takes a message; one that is of no use is answered where there is somebody to answer.</summary>
    public void Take(in Message message)
    {
        var type = message.Type;
        var uid = TaskId.UidOf(type);
        try
        {
            switch (TaskId.KindOf(type))
            {
                case TaskSend.Type:
                    TakeSend(message, uid);
                    break;
                case TaskAsk.Cancel:
                    TakeCancel(Ask(message, ref uid), uid!);
                    break;
                case TaskAsk.Status:
                    TakeStatus(Ask(message, ref uid), uid!);
                    break;
                case TaskAsk.List:
                    Answer(uid, TaskStatuses.List, new TaskList([.. context.Offered().Select(OfferedTask.Of)]), TaskJson.Default.TaskList);
                    break;
                case TaskAsk.History:
                    var limit = Ask(message, ref uid).Limit;
                    Answer(uid, TaskStatuses.History, new TaskHistory(roster.History(limit > 0 ? limit : UsualHistory)), TaskJson.Default.TaskHistory);
                    break;
                case TaskRegistered.Type:
                    TakeAnswer(context.Messages.Open(message, TaskJson.Default.RouterAnswer));
                    break;
                case "error":
                    if (MayTell())
                    {
                        Log.Refused(context.Logger, Shown(Encoding.UTF8.GetString(message.Body.Span[..Math.Min(LongestShown, message.Body.Length)])));
                    }

                    break;
                default:
                    throw new MessageException(MessageFault.NotForHandler, "taskrunner takes task.send, task.cancel, task.status, task.list and task.history");
            }
        }
        catch (MessageException invalid)
        {
            Drop(message, invalid.Message);
            if (uid is not null && TaskId.KindOf(type) == TaskSend.Type)
            {
                Refuse(uid, uid, null, $"the request is of no use: {invalid.Message}");
            }
        }
    }

    private void Drop(in Message message, string why)
    {
        context.Metrics.CountDropped(RunnerContext.BadRequest, 1, message.ContentLength);
        if (MayTell())
        {
            Log.Invalid(context.Logger, message.Type, Shown(why));
        }
    }

    private bool MayTell()
    {
        if (toldAt is { } before && context.Time.GetElapsedTime(before) < Silence)
        {
            return false;
        }

        toldAt = context.Time.GetTimestamp();
        return true;
    }

    /// <summary>What strangers have written, as it may stand in a line of the log.</summary>
    private static string Shown(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    private void TakeSend(in Message message, string? uid)
    {
        var body = context.Messages.Open(message, BodiesJson.Default.TaskSend);
        if (TaskId.BrokenRule(body.TaskId) is { } rule)
        {
            Drop(message, rule);
            if (uid is not null)
            {
                Refuse(uid, body.TaskId, body.TaskHandler, rule);
            }

            return;
        }

        uid ??= body.TaskId;
        if (roster.Find(body.TaskId) is { } known)
        {
            context.Metrics.Counter("tasks.repeated").Add(1);
            Repeat(known, uid);
            return;
        }

        if (context.Find(body.TaskHandler) is not { } task)
        {
            Refuse(uid, body.TaskId, body.TaskHandler, $"there is no task {body.TaskHandler} on {context.Host}; there are: {string.Join(", ", context.Offered().Select(offered => offered.Section))}");
            return;
        }

        if (roster.IsFull)
        {
            Refuse(uid, body.TaskId, body.TaskHandler, $"as many tasks wait on {context.Host} as may (max-waiting); send it again later");
            return;
        }

        runner.Accept(body, uid, task, message);
    }

    private void TakeCancel(TaskAsk ask, string uid)
    {
        if (roster.Find(IdOf(ask, uid)) is not { } entry)
        {
            Unknown(IdOf(ask, uid), uid);
        }
        else if (entry.HasEnded)
        {
            Repeat(entry, uid);
        }
        else
        {
            runner.End(entry, FinalFeedback.Cancelled);
        }
    }

    private void TakeStatus(TaskAsk ask, string uid)
    {
        if (roster.Find(IdOf(ask, uid)) is { } entry)
        {
            Repeat(entry, uid);
        }
        else
        {
            Unknown(IdOf(ask, uid), uid);
        }
    }

    private void TakeAnswer(RouterAnswer answer)
    {
        if (answer.Instance is { } instance)
        {
            runner.Registered(instance);
        }
        else if (answer.TaskId is { } id && roster.Find(id) is { } entry)
        {
            if (!TaskStatuses.IsFinal(answer.Status ?? ""))
            {
                runner.Taken(entry, answer.Seq);
            }
            else if (entry.HasEnded)
            {
                runner.Confirmed(entry);
            }
        }
    }

    private TaskAsk Ask(in Message message, ref string? uid)
    {
        var ask = context.Messages.Open(message, BodiesJson.Default.TaskAsk);
        uid ??= TaskId.BrokenRule(ask.TaskId ?? "") is null ? ask.TaskId : throw new MessageException(MessageFault.BadBody, "its type has no third label for the answer to carry");
        return ask;
    }

    /// <summary>The body may leave it to the type to name the task.</summary>
    private static string IdOf(TaskAsk ask, string uid) => ask.TaskId is { Length: > 0 } id ? id : uid;

    private void Repeat(TaskEntry entry, string uid) => outbox.Reply(entry.Reply(uid) with { Repeat = 1 }, entry);

    private void Unknown(string id, string uid) => outbox.Reply(new TaskReply { Req = TaskId.ReplyTypeFor(uid), TaskId = id, Status = TaskStatuses.Unknown, Feedback = JsonObject.Empty });

    /// <summary>Answers that a task is not run, and why.</summary>
    public void Refuse(string uid, string id, string? handler, string why)
    {
        context.Metrics.Counter("tasks.refused").Add(1);
        outbox.Reply(new TaskReply
        {
            Req = TaskId.ReplyTypeFor(uid),
            TaskId = id,
            Status = TaskStatuses.Failed,
            Handler = handler,
            Feedback = FinalFeedback.Of(TaskState.Failed, FinalFeedback.Refused, why, null),
        });
    }

    private void Answer<T>(string? uid, string status, T content, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> typeInfo)
    {
        if (uid is null)
        {
            throw new MessageException(MessageFault.BadBody, "its type has no third label for the answer to carry");
        }

        outbox.Reply(new TaskReply { Req = TaskId.ReplyTypeFor(uid), TaskId = uid, Status = status, Feedback = JsonSerializer.SerializeToElement(content, typeInfo) });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "a message of type {Type} is of no use: {Why}; more of the kind are only counted for a while")]
        public static partial void Invalid(ILogger logger, string type, string why);

        [LoggerMessage(2, LogLevel.Warning, "the task router does not take what was sent to it: {Body}; that is not told again for a while")]
        public static partial void Refused(ILogger logger, string body);
    }
}
