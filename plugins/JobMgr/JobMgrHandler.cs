using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr;

/// <summary>Keeps the daemons of its list running, within the node; takes no messages yet.</summary>
[Handler("jobmgr", Role = NodeRole.Local)]
public sealed partial class JobMgrHandler : IHandler, IReconfigurable<JobMgrOptions>, IAsyncDisposable
{
    private readonly IComponents components;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Dictionary<string, Job> jobs;

    /// <summary>Starts the daemons.</summary>
    public JobMgrHandler(JobMgrOptions options, IComponents components, TimeProvider time, ILogger<JobMgrHandler> logger)
    {
        this.components = components;
        this.time = time;
        this.logger = logger;
        jobs = options.Daemons.Distinct().ToDictionary(section => section, Start);
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        Log.Unexpected(logger, message.Type);
        return default;
    }

    /// <summary>Stops what is no longer listed, starts what is new, restarts what is configured differently, and leaves the rest alone.</summary>
    public async Task ReconfigureAsync(JobMgrOptions options, IReadOnlySet<string> changedSections, CancellationToken cancellationToken)
    {
        foreach (var section in jobs.Keys.Where(section => !options.Daemons.Contains(section) || changedSections.Contains(section)).ToArray())
        {
            await jobs[section].DisposeAsync();
            jobs.Remove(section);
        }

        foreach (var section in options.Daemons.Where(section => !jobs.ContainsKey(section)))
        {
            jobs[section] = Start(section);
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(jobs.Values.Select(job => job.DisposeAsync().AsTask()));

    private Job Start(string section) => new(section, components, time, logger);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "jobmgr takes no messages; dropped one of type {Type}")]
        public static partial void Unexpected(ILogger logger, string type);
    }
}
