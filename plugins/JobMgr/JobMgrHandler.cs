using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr;

/// <summary>Keeps the daemons of its list running, within the node; takes no messages yet.</summary>
[Handler("jobmgr", Role = NodeRole.Local)]
public sealed class JobMgrHandler : IHandler, IReconfigurable<JobMgrOptions>, IAsyncDisposable
{
    private readonly IComponents components;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Dictionary<string, Job> jobs = [];
    private readonly Dictionary<string, Task> leaving = [];

    /// <summary>Starts the daemons.</summary>
    public JobMgrHandler(JobMgrOptions options, IComponents components, TimeProvider time, ILogger<JobMgrHandler> logger)
    {
        this.components = components;
        this.time = time;
        this.logger = logger;
        StartMissing(options);
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) =>
        throw new MessageException(MessageFault.NotForHandler, "jobmgr takes no messages");

    /// <summary>
    /// Stops what is no longer listed, starts what is new, restarts what is configured differently, and leaves the rest alone. Waits for none of it:
    /// a daemon that takes its time to end keeps nobody but its own successor waiting.
    /// </summary>
    public Task ReconfigureAsync(JobMgrOptions options, IReadOnlySet<string> changedSections, CancellationToken cancellationToken)
    {
        foreach (var section in jobs.Keys.Except(options.Daemons).ToArray())
        {
            leaving[section] = jobs[section].StopAsync();
            jobs.Remove(section);
        }

        foreach (var section in jobs.Keys.Where(changedSections.Contains))
        {
            jobs[section].Restart();
        }

        StartMissing(options);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll([.. jobs.Values.Select(job => job.StopAsync()), .. leaving.Values]);

    private void StartMissing(JobMgrOptions options)
    {
        foreach (var section in options.Daemons.Distinct().Where(section => !jobs.ContainsKey(section)))
        {
            jobs[section] = new Job(section, components, time, logger, after: leaving.GetValueOrDefault(section, Task.CompletedTask));
        }
    }
}
