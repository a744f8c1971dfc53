using CC.Plugins.JobMgr.Daemons;
using CC.Sdk;
using CC.Supervision.Processes;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>One run of a daemon that is a program, from its start, or from where a node that was killed has left it, to its end.</summary>
internal sealed partial class ProgramRun(ManagedSection section, DaemonOptions options, DaemonSurroundings around)
{
    /// <summary>A daemon writes its pid file a moment after its launcher has ended.</summary>
    private static readonly TimeSpan PidFilePatience = TimeSpan.FromSeconds(5);

    /// <summary>How often to look for that.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ILogger logger = around.Logger;
    private readonly StartRecord record = new(options.PidFile);
    private readonly Ending ending = new(options.StopGrace < section.StopLimit / 2 ? options.StopGrace : section.StopLimit / 2, around.Time);

    private ProcessHost Host => around.Processes.Value;

    /// <summary>Returns when the program has ended well, or was told to end and has.</summary>
    /// <exception cref="ProgramException">It could not be started, or has failed.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        var launch = Launch.Of(options, section);
        if (record.Read() is { } left && Host.Adopt(left.Id, left.Started) is { } orphan)
        {
            Log.Orphan(logger, section.Section, orphan.Id);
            await ending.EndTreeAsync(orphan);
        }

        if (launch.GoesToBackground && Daemon() is { } running)
        {
            Log.Found(logger, section.Section, running.Id, options.PidFile);
            await WatchAsync(running, null, stopping);
        }
        else
        {
            await StartAsync(launch, stopping);
        }
    }

    /// <summary>The process in the background, if the pid file names it.</summary>
    private ChildProcess? Daemon() =>
        options.PidFile.Length > 0 && PidFile.Process(options.PidFile, around.Time) is { } named ? Host.Adopt(named.Id, named.Started) : null;

    private async Task StartAsync(Launch launch, CancellationToken stopping)
    {
        var log = new OutputLog(section.Section, around.Metrics, around.Time, logger);
        var process = Start(launch, log);
        try
        {
            Remember(process);
            Log.Started(logger, section.Section, process.Id);
            var wasTold = await EndsOrIsToldAsync(process, ending.EndTreeAsync, stopping);
            record.Remove();
            if (!wasTold)
            {
                await FollowAsync(process, launch, log, stopping);
            }
        }
        finally
        {
            process.CloseStreams();
            log.End();
        }
    }

    private ChildProcess Start(Launch launch, OutputLog log)
    {
        try
        {
            return Host.Start(launch.Order(section.JobName), (_, octets) =>
            {
                log.Take(octets);
                return Task.CompletedTask;
            });
        }
        catch (ProcessStartException refused)
        {
            throw new ProgramException(refused.Message);
        }
    }

    /// <summary>What comes after the process that was started: the daemon that it has left in the background, or the end.</summary>
    private async Task FollowAsync(ChildProcess process, Launch launch, OutputLog log, CancellationToken stopping)
    {
        var ended = await process.Exited;
        if (!launch.GoesToBackground || !ended.IsSuccess)
        {
            if (!ended.IsSuccess)
            {
                Groups.Kill(process.Id);
                log.End();
                throw new ProgramException($"process {process.Id} {ended}{log.LastWords}", process.Id);
            }
        }
        else if (await DaemonAsync(stopping) is { } daemon)
        {
            Log.InBackground(logger, section.Section, daemon.Id);
            await WatchAsync(daemon, log, stopping);
        }
        else if (!stopping.IsCancellationRequested)
        {
            Groups.Kill(process.Id);
            throw new ProgramException($"its launcher has ended, and {(options.PidFile.Length == 0 ? "there is no pidfile by which to find what it has left: give [ccserver] a pidfile with %(job_name)s in it" : $"{options.PidFile} names no running process")}{log.LastWords}", process.Id);
        }
    }

    private async Task<ChildProcess?> DaemonAsync(CancellationToken stopping)
    {
        var since = around.Time.GetTimestamp();
        while (true)
        {
            if (Daemon() is { } daemon)
            {
                return daemon;
            }

            if (options.PidFile.Length == 0 || around.Time.GetElapsedTime(since) > PidFilePatience)
            {
                return null;
            }

            // Told to end between two moments at which it can be found: it is waited for, and ended then.
            await Task.Delay(Pace, around.Time, CancellationToken.None);
            if (stopping.IsCancellationRequested && around.Time.GetElapsedTime(since) > PidFilePatience / 5)
            {
                return null;
            }
        }
    }

    private async Task WatchAsync(ChildProcess daemon, OutputLog? log, CancellationToken stopping)
    {
        if (!await EndsOrIsToldAsync(daemon, ending.EndDaemonAsync, stopping))
        {
            throw new ProgramException($"process {daemon.Id} of {options.PidFile} has ended{log?.LastWords}", daemon.Id);
        }
    }

    /// <summary>Returns when the process has ended: false, if it has by itself; true, if it was told to.</summary>
    private async Task<bool> EndsOrIsToldAsync(ChildProcess process, Func<ChildProcess, Task<bool>> end, CancellationToken stopping)
    {
        await ((Task)process.Exited).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process.Exited.IsCompleted)
        {
            return false;
        }

        if (await end(process))
        {
            Log.Killed(logger, section.Section, process.Id);
        }

        return true;
    }

    private void Remember(ChildProcess process)
    {
        try
        {
            record.Write(new RunningProcess(process.Id, process.Started));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotRemembered(logger, section.Section, record.Path!, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Section} runs in process {Process}")]
        public static partial void Started(ILogger logger, string section, int process);

        [LoggerMessage(2, LogLevel.Information, "{Section} runs in the background, in process {Process}")]
        public static partial void InBackground(ILogger logger, string section, int process);

        [LoggerMessage(3, LogLevel.Information, "{Section} runs already, in process {Process}, as {PidFile} says")]
        public static partial void Found(ILogger logger, string section, int process, string pidFile);

        [LoggerMessage(4, LogLevel.Warning, "{Section} was left running in process {Process} by a node that was killed; it is ended, and started anew")]
        public static partial void Orphan(ILogger logger, string section, int process);

        [LoggerMessage(5, LogLevel.Warning, "{Section} has heeded neither SIGINT nor SIGTERM; its process {Process} was killed")]
        public static partial void Killed(ILogger logger, string section, int process);

        [LoggerMessage(6, LogLevel.Warning, "{Section}: {Path} can't be written ({Why}); if the node is killed, the next one starts the program beside this one")]
        public static partial void NotRemembered(ILogger logger, string section, string path, string why);
    }
}
