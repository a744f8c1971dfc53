using System.Text.Json.Nodes;
using CC.Sdk;
using CC.Supervision;
using CC.Supervision.Commands;
using CC.Supervision.Events;
using CC.Supervision.Streams;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Supervised;

/// <summary>The node's supervisor: takes up what the one before has left, tells the node's listeners of its events, and carries out commands.</summary>
internal sealed partial class Jobs : IAsyncDisposable
{
    private readonly SupervisorOptions options;
    private readonly IEvents events;
    private readonly ILogger logger;
    private readonly Lazy<Task<Supervisor>> begun;

    /// <summary>A node that has no jobs, and is asked for none, has no supervisor.</summary>
    public Jobs(string name, string stateFile, IEvents events, TimeProvider time, ILogger logger)
    {
        (this.events, this.logger) = (events, logger);
        options = new SupervisorOptions { Name = name, StateFile = stateFile.Length > 0 ? stateFile : null, Time = time };
        begun = new Lazy<Task<Supervisor>>(() => Task.Run(BeginAsync));
        if (File.Exists(stateFile))
        {
            _ = begun.Value;
        }
    }

    /// <summary>Carries out a command, once what the supervisor before has left is taken up.</summary>
    /// <exception cref="SupervisorException">It is not carried out.</exception>
    public async Task<JsonObject> ExecuteAsync(string command, JsonObject arguments)
    {
        try
        {
            return await new CommandTable(await begun.Value).ExecuteAsync(command, arguments);
        }
        catch (PlatformNotSupportedException elsewhere)
        {
            throw new SupervisorException(400, "not_supported", elsewhere.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!begun.IsValueCreated)
        {
            return;
        }

        await ((Task)begun.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (begun.Value.IsCompletedSuccessfully)
        {
            await (await begun.Value).DisposeAsync();
        }
    }

    private async Task<Supervisor> BeginAsync()
    {
        var supervisor = new Supervisor(options);
        supervisor.Events.ListenerFailed += (told, failure) => Log.ListenerFailed(logger, failure, told);
        supervisor.Events.Subscribe(".", Tell);
        supervisor.Events.Subscribe("load", (_, what) => TellOutput(supervisor, what.Name!));
        try
        {
            await supervisor.RestoreAsync();
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Log.NotRestored(logger, failure.Message);
        }

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
            supervisor.SubscribeOutput(job, new OutputFilter(), new OutputEvents(job, events).Tell, withBacklog: true);
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
    }
}
