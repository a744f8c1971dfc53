using System.Text.Json.Nodes;
using CC.Plugins.JobMgr.Bodies;
using CC.Plugins.JobMgr.Daemons;
using CC.Sdk;
using CC.Supervision;
using CC.Supervision.Commands;

namespace CC.Plugins.JobMgr.Supervised;

/// <summary>Answers messages that are commands for the supervisor: one after the other, but for those that wait for a process to read.</summary>
internal sealed class JobCommands(Jobs jobs, DaemonJobs daemons, IMessages messages) : IAsyncDisposable
{
    private readonly HashSet<Task> waiting = [];

    /// <summary>Whether a type is a command's.</summary>
    public static bool IsCommand(string type) =>
        type.StartsWith(CommandRequest.Prefix, StringComparison.Ordinal) && type[CommandRequest.Prefix.Length..] is var command && (CommandTable.Names.Contains(command) || command is "start_job" or "stop_job");

    public async ValueTask AnswerAsync(Message message)
    {
        if (!messages.MayCommand(message))
        {
            Reply(message, new SupervisorException(403, "forbidden", "only programs of this machine, and those whose signature [access] names, may have jobs managed"), "not-permitted");
            return;
        }

        var request = Open(message);
        var answering = AnswerAsync(message, request);
        waiting.RemoveWhere(task => task.IsCompleted);
        if (CommandTable.Slow.Contains(message.Type[CommandRequest.Prefix.Length..])) // it must not hold up the others
        {
            waiting.Add(answering);
        }
        else
        {
            await answering;
        }
    }

    /// <summary>Tells whoever may command that there is no such command.</summary>
    public void RefuseUnknown(in Message message, string why)
    {
        if (message.Type.StartsWith(CommandRequest.Prefix, StringComparison.Ordinal) && messages.MayCommand(message))
        {
            Reply(message, new SupervisorException(404, "command_not_found", why), JobError.Unknown);
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(waiting);

    /// <summary>Who sends what can't be read, or is not signed where it has to be, is told.</summary>
    private CommandRequest Open(in Message message)
    {
        try
        {
            return messages.Open(message, JobJson.Default.CommandRequest);
        }
        catch (MessageException invalid)
        {
            var isForbidden = invalid.Fault >= MessageFault.Unverified; // From there on it is about signatures.
            Reply(
                message,
                new SupervisorException(isForbidden ? 403 : 400, isForbidden ? "forbidden" : "bad_request", $"{message.Type} is not taken: {invalid.Message}"),
                isForbidden ? "not-permitted" : JobError.BadRequest);
            throw;
        }
    }

    private async Task AnswerAsync(Message message, CommandRequest request)
    {
        try
        {
            var (command, arguments) = (message.Type[CommandRequest.Prefix.Length..], request.Arguments ?? new JsonObject());
            var result = daemons.Execute(command, arguments) ?? await jobs.ExecuteAsync(command, arguments);
            daemons.AddTo(command, arguments, result);
            messages.Reply(message, new CommandReply { Req = JobReply.Type, Result = result }, JobJson.Default.CommandReply);
        }
        catch (SupervisorException refused)
        {
            Reply(message, refused, refused.Code == 404 ? JobError.Unknown : refused.Code == 409 ? "conflict" : "bad-request");
        }
    }

    private void Reply(in Message message, SupervisorException refused, string code) => messages.Reply(
        message,
        new CommandError { Req = JobError.Type, Errno = refused.Code, Reason = refused.Reason, Code = code, Msg = refused.Message, OrigReq = message.Type },
        JobJson.Default.CommandError);
}
