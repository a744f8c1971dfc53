using System.Text.Json.Nodes;
using CC.Plugins.JobMgr.Configured;
using CC.Sdk;
using CC.Supervision;
using CC.Supervision.Commands;
using CC.Supervision.Events;
using CC.Supervision.Streams;
using CC.Supervision.Webhooks;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Supervised;

/// <summary>The node's supervisor: takes up what the one before has left and what the configuration has, tells the node's listeners and webhooks of its events, and carries out commands.</summary>
internal sealed partial class Jobs : IAsyncDisposable
{
    /// <summary>How long webhooks may take for the last events.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly SupervisorOptions options;
    private readonly IEvents events;
    private readonly ILogger logger;
    private readonly Succession succession;
    private readonly ConfiguredJobs configured;
    private readonly WebhookSender webhooks;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lazy<Task<Supervisor>> begun;

    /// <summary>A node that has no jobs, and is asked for none, has no supervisor.</summary>
    public Jobs(SupervisorOptions options, JobMgrOptions configuration, IEvents events, IMetrics metrics, ILogger logger)
    {
        (this.options, this.events, this.logger) = (options, events, logger);
        var sections = JobSections.Read(configuration.Sections);
        succession = new Succession(options.Name, options.StateFile ?? "");
        configured = new ConfiguredJobs(sections.Jobs, logger);
        webhooks = new WebhookSender(options.Time, new WebhookReport(metrics, logger).Tell);
        Use(sections.Webhooks, configuration);
        begun = new Lazy<Task<Supervisor>>(() => Task.Run(BeginAsync));
        if (sections.Jobs is not [] || File.Exists(options.StateFile))
        {
            _ = begun.Value;
        }
    }

    /// <summary>Takes on another configuration, by its difference to the one before.</summary>
    public async Task ReconfigureAsync(JobMgrOptions configuration)
    {
        var sections = JobSections.Read(configuration.Sections);
        configured.Use(sections.Jobs);
        Use(sections.Webhooks, configuration);
        if (sections.Jobs is not [] || begun.IsValueCreated)
        {
            await ((Task)begun.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (begun.Value.IsCompletedSuccessfully)
            {
                configured.Apply(await begun.Value);
            }
        }
    }

    /// <summary>Carries out a command, once what the supervisor before has left is taken up.</summary>
    /// <exception cref="SupervisorException">It is not carried out.</exception>
    public async Task<JsonObject> ExecuteAsync(string command, JsonObject arguments)
    {
        try
        {
            ConfiguredJob.Unmark(arguments);
            return await new CommandTable(await begun.Value).ExecuteAsync(command, arguments);
        }
        catch (PlatformNotSupportedException elsewhere)
        {
            throw new SupervisorException(400, "not_supported", elsewhere.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new SupervisorException(409, "stopping", "the job manager is being stopped");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (begun.IsValueCreated)
        {
            await ((Task)begun.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (begun.Value.IsCompletedSuccessfully)
            {
                await (await begun.Value).DisposeAsync();
            }
        }

        using var patience = new CancellationTokenSource(LastWords, options.Time);
        await webhooks.FinishAsync(patience.Token);
        await webhooks.DisposeAsync();
        succession.Release();
    }

    private void Use(IReadOnlyList<Webhook> hooks, JobMgrOptions configuration)
    {
        try
        {
            webhooks.Use(hooks, configuration.Webhooks());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            webhooks.Use([], new WebhookOptions());
            Log.NoSecret(logger, failure.Message);
        }
    }

    private async Task<Supervisor> BeginAsync()
    {
        try
        {
            await succession.TakeAsync(stopping.Token);
            return await TakeUpAsync();
        }
        catch (Exception failure) when (failure is PlatformNotSupportedException or SupervisorException)
        {
            Log.NotBegun(logger, failure.Message);
            throw;
        }
    }

    private async Task<Supervisor> TakeUpAsync()
    {
        var supervisor = new Supervisor(options);
        supervisor.Events.ListenerFailed += (told, failure) => Log.ListenerFailed(logger, failure, told);
        supervisor.Events.Subscribe(".", Tell);
        supervisor.Events.Subscribe(".", webhooks.Tell);
        supervisor.Events.Subscribe("load", (_, what) => TellOutput(supervisor, what.Name!));
        try
        {
            await supervisor.RestoreAsync(configured.Revise);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Log.NotRestored(logger, failure.Message);
        }

        configured.Apply(supervisor);
        return supervisor;
    }

    /// <summary>Only under the names that begin with the job's or the process's: the short ones are the same events, but for two that gaffer has no such names for.</summary>
    private void Tell(string name, SupervisorEvent what)
    {
        if (name.StartsWith("job.", StringComparison.Ordinal) || name.StartsWith("proc.", StringComparison.Ordinal))
        {
            events.Publish(name, what, EventJson.Default.SupervisorEvent);
        }
        else if (what is { Event: "stop_process" } or { Event: "spawn", Once: true })
        {
            var own = $"job.{what.Name}.{what.Event}";
            events.Publish(own, what with { Event = own }, EventJson.Default.SupervisorEvent);
        }

        switch (what.Event)
        {
            case "spawn_error":
                Log.NotStarted(logger, what.Name!, what.Reason!, what.RetryIn ?? 0);
                break;
            case "give_up":
                Log.GivenUp(logger, what.Name!);
                break;
            case "log_error" or "state_error" or "output_dropped" or "output_error":
                Log.NotWritten(logger, what.Reason!);
                break;
        }
    }

    private void TellOutput(Supervisor supervisor, string job)
    {
        try
        {
            var output = new OutputEvents(job, events);
            supervisor.SubscribeOutput(job, new OutputFilter { IsWanted = output.AreHeard }, output.Tell, withBacklog: true);
        }
        catch (SupervisorException)
        {
            // It was unloaded in the meantime.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the jobs of the last run can't be taken up: {Why}")]
        public static partial void NotRestored(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Warning, "{Job}: {Why}; it is tried again in {Seconds} s")]
        public static partial void NotStarted(ILogger logger, string job, string why, double seconds);

        [LoggerMessage(3, LogLevel.Error, "{Job} has ended too often, and is not started any more until it is told to")]
        public static partial void GivenUp(ILogger logger, string job);

        [LoggerMessage(4, LogLevel.Error, "{Why}")]
        public static partial void NotWritten(ILogger logger, string why);

        [LoggerMessage(5, LogLevel.Error, "who listens to {Event} failed")]
        public static partial void ListenerFailed(ILogger logger, Exception failure, string @event);

        [LoggerMessage(6, LogLevel.Error, "no jobs can be managed: {Why}")]
        public static partial void NotBegun(ILogger logger, string why);

        [LoggerMessage(7, LogLevel.Error, "no webhook is told of anything, since events can't be signed: {Why}")]
        public static partial void NoSecret(ILogger logger, string why);
    }
}
