using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRouter;

/// <summary>Says what the router itself has to say.</summary>
internal sealed class Answerer(IMessages messages, string instance)
{
    public void Registered(in Message registration, string host) =>
        messages.Reply(registration, new TaskRegistered { Req = TaskRegistered.Type, Host = host, Instance = instance }, BodiesJson.Default.TaskRegistered);

    /// <summary>Tells a runner that a reply of its has come; and up to which one the client has taken them, where they are counted.</summary>
    public void Taken(MessageRoute runner, string id, string status, int seq)
    {
        var taken = new TaskReplyTaken { Req = TaskReplyTaken.Type, TaskId = id, Status = status, Seq = seq };
        messages.TryReturn(messages.Compose(taken, BodiesJson.Default.TaskReplyTaken, route: runner).Frames);
    }

    public void Forwarded(in Message request, OpenTask task, bool answers) =>
        messages.Reply(request, Reply(task, TaskStatuses.Forwarded) with { Answers = answers ? 1 : 0 }, BodiesJson.Default.TaskReply);

    /// <summary>Tells the last status of a task whose runner can't be asked.</summary>
    public void Repeat(in Message request, OpenTask task) =>
        messages.Reply(request, Reply(task, task.Status) with { Repeat = 1 }, BodiesJson.Default.TaskReply);

    public void List(in Message request, string id, RunnerList runners)
    {
        var list = new TaskReply
        {
            Req = $"{TaskReply.Type}.{id}",
            TaskId = id,
            Status = TaskStatuses.List,
            Feedback = JsonSerializer.SerializeToElement(runners, BodiesJson.Default.RunnerList),
        };
        messages.Reply(request, list, BodiesJson.Default.TaskReply);
    }

    public void Refuse(in Message request, string code, string text, string id = "") => Tell(request.Route, code, text, id, request.Type);

    /// <summary>Tells a task's clients what none of them has asked for now.</summary>
    public void Tell(OpenTask task, string code, string text)
    {
        foreach (var client in task.Clients)
        {
            Tell(client, code, text, task.Id, task.IsQuestion ? "" : $"{TaskSend.Type}.{task.Id}");
        }
    }

    /// <summary>Asks a runner about a task that is silent; false if that can't be brought to it.</summary>
    public bool Probe(OpenTask task, Registration runner) => messages.TryReturn(messages.Compose(
        new TaskAsk { Req = $"{TaskAsk.Status}.{task.Id}", TaskHost = task.Host, TaskId = task.Id }, BodiesJson.Default.TaskAsk, route: runner.Route).Frames);

    private static TaskReply Reply(OpenTask task, string status) => new()
    {
        Req = $"{TaskReply.Type}.{task.Id}",
        TaskId = task.Id,
        Status = status,
        Handler = task.Handler.Length > 0 ? task.Handler : null,
    };

    private void Tell(MessageRoute client, string code, string text, string id, string request)
    {
        var error = new TaskError { Req = TaskError.Type, Code = code, Msg = text, TaskId = id, OrigReq = request };
        messages.TryReturn(messages.Compose(error, BodiesJson.Default.TaskError, route: client).Frames);
    }
}
