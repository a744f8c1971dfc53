using CC.Plugins.JobMgr.Bodies;
using CC.Plugins.JobMgr.Daemons;
using CC.Plugins.JobMgr.Supervised;
using CC.Sdk;
using CC.Supervision;
using CC.Supervision.Processes;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr;

/// <summary>
/// Keeps the daemons of its list running, and answers those that ask for their configuration or report themselves alive; and has a supervisor keep jobs running that have sections, or are loaded by messages.
/// </summary>
[Handler("jobmgr", Role = NodeRole.Local)]
public sealed class JobMgrHandler : IHandler, IReconfigurable<JobMgrOptions>, IAsyncDisposable
{
    private readonly DaemonSurroundings around;
    private readonly Lazy<ProcessHost> processes = new(() => new ProcessHost());
    private readonly IMessages messages;
    private readonly Dictionary<string, ManagedDaemon> daemons = [];
    private readonly Dictionary<string, Task> leaving = [];
    private readonly Jobs supervised;
    private readonly JobCommands commands;

    /// <summary>What messages are looked up in: the daemons as they were last changed.</summary>
    private volatile IReadOnlyDictionary<string, ManagedDaemon> known = new Dictionary<string, ManagedDaemon>();

    /// <summary>Starts the daemons.</summary>
    public JobMgrHandler(
        JobMgrOptions options, ComponentContext context, IComponents components, IMessages messages, IEvents events, IMetrics metrics, TimeProvider time, ILogger<JobMgrHandler> logger)
    {
        supervised = new Jobs(Supervisor(options, context, time), options, events, metrics, logger);
        commands = new JobCommands(supervised, new DaemonJobs(() => known, components), messages);
        around = new DaemonSurroundings(components, events, metrics, processes, time, logger);
        this.messages = messages;
        StartMissing(options);
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (JobCommands.IsCommand(message.Type))
        {
            return commands.AnswerAsync(message);
        }

        if (message.Type is not (JobRequest.Config or JobRequest.Ping))
        {
            const string Taken = "jobmgr takes job.config, job.ping, and the commands of docs/protocol.md";
            commands.RefuseUnknown(message, Taken);
            throw new MessageException(MessageFault.NotForHandler, Taken);
        }

        var name = NameIn(message);
        if (Find(name) is not (var daemon, var managed))
        {
            Refuse(message, JobError.Unknown, Unknown(name));
        }
        else if (message.Type == JobRequest.Ping)
        {
            daemon.Ping();
            messages.Reply(message, new JobReply { Req = JobReply.Type, JobName = name }, JobJson.Default.JobReply);
        }
        else
        {
            messages.Reply(message, new JobConfig { Req = JobRequest.Config, JobName = name, Config = Secrets.Without(managed.Values) }, JobJson.Default.JobConfig);
        }

        return default;
    }

    /// <summary>
    /// Stops what is no longer listed, starts what is new, restarts what is configured differently, and leaves the rest alone. Waits for none of it:
    /// a daemon, or a job, that takes its time to end keeps nobody but its own successor waiting.
    /// </summary>
    public Task ReconfigureAsync(JobMgrOptions options, IReadOnlySet<string> changedSections, CancellationToken cancellationToken)
    {
        foreach (var section in daemons.Keys.Except(options.Daemons).ToArray())
        {
            leaving[section] = daemons[section].StopAsync();
            daemons.Remove(section);
        }

        foreach (var section in daemons.Keys.Where(changedSections.Contains))
        {
            daemons[section].Restart();
        }

        StartMissing(options);
        return supervised.ReconfigureAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. daemons.Values.Select(daemon => daemon.StopAsync()), .. leaving.Values, supervised.DisposeAsync().AsTask()]);
        await commands.DisposeAsync();
        if (processes.IsValueCreated)
        {
            processes.Value.Dispose();
        }
    }

    /// <summary>Named after what no other node of this machine has, if there is such a thing.</summary>
    private static SupervisorOptions Supervisor(JobMgrOptions options, ComponentContext context, TimeProvider time) => new()
    {
        Name = $"{(context.NodePidFile.Length > 0 ? context.NodePidFile : context.JobName)}/{context.Section}",
        StateFile = StateFile(options, context),
        Time = time,
    };

    /// <summary>Null where nothing is kept. Each manager of a node has one of its own.</summary>
    private static string? StateFile(JobMgrOptions options, ComponentContext context) => options.State.Length > 0 ? Path.GetFullPath(options.State)
        : context.NodePidFile.Length > 0 ? Path.ChangeExtension(context.NodePidFile, $".{context.Section.Replace(':', '_').Replace('/', '_')}.jobs")
        : null;

    private void StartMissing(JobMgrOptions options)
    {
        foreach (var section in options.Daemons.Distinct().Where(section => !daemons.ContainsKey(section)))
        {
            daemons[section] = new ManagedDaemon(section, around, after: leaving.GetValueOrDefault(section, Task.CompletedTask));
        }

        known = daemons.ToDictionary();
    }

    /// <summary>Whose configuration is asked for, or who is alive. Who does not say so is told.</summary>
    private string NameIn(in Message message)
    {
        try
        {
            return messages.Open(message, JobJson.Default.JobRequest).JobName is { Length: > 0 } given
                ? given
                : throw new MessageException(MessageFault.BadField, $"{message.Type} needs job_name: the node's name, a dot, and the section");
        }
        catch (MessageException invalid) when (invalid.Fault is MessageFault.BadBody or MessageFault.BadField)
        {
            Refuse(message, JobError.BadRequest, invalid.Message);
            throw;
        }
    }

    private void Refuse(in Message message, string code, string why) =>
        messages.Reply(message, new JobError { Req = JobError.Type, Code = code, Msg = why, OrigReq = message.Type }, JobJson.Default.JobError);

    /// <summary>The daemon of that name, or of that section. One whose section was removed a moment ago is not there.</summary>
    private (ManagedDaemon Daemon, ManagedSection Section)? Find(string name)
    {
        foreach (var (section, daemon) in known)
        {
            try
            {
                var managed = around.Components.SectionOf(section);
                if (name == section || name == managed.JobName)
                {
                    return (daemon, managed);
                }
            }
            catch (OptionsException)
            {
                // It is about to be stopped.
            }
        }

        return null;
    }

    private string Unknown(string name) =>
        $"{Texts.Shown(name)} is no daemon of this jobmgr's; a job_name is the node's, a dot, and one of: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}";
}
