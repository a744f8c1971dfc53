using System.IO.Pipes;
using CC.Sdk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>One run of a daemon that is a program, from its start, or from where a node that was killed has left it, to its end.</summary>
internal sealed partial class ProgramRun(ManagedSection section, JobOptions options, IMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>How often to look whether a process has ended: a few microseconds each time.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>A daemon writes its pid file a moment after its launcher has ended.</summary>
    private static readonly TimeSpan PidFilePatience = TimeSpan.FromSeconds(5);

    /// <summary>What was written is read within that time after the end; others may still hold on to the pipe.</summary>
    private static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(1);

    private readonly StartRecord record = new(options.PidFile);
    private readonly Ending ending = new(options.StopGrace < section.StopLimit / 2 ? options.StopGrace : section.StopLimit / 2, time);

    /// <summary>Returns when the program has ended well, or was told to end and has.</summary>
    /// <exception cref="ProgramException">It could not be started, or has failed.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        var launch = Launch.Of(options, section);
        if (record.Find() is { } orphan)
        {
            Log.Orphan(logger, section.Section, orphan.Id);
            await ending.EndAsync(orphan, isWholeGroup: true);
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

    private RunningProcess? Daemon() => options.PidFile.Length == 0 ? null : PidFile.Process(options.PidFile, time);

    private async Task StartAsync(Launch launch, CancellationToken stopping)
    {
        var (read, write) = Posix.Pipe();
        using var output = new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(read, ownsHandle: true));
        int id;
        try
        {
            id = Spawn.Start(launch.Words, new Dictionary<string, string> { ["CC_JOB_NAME"] = section.JobName }, write);
        }
        finally
        {
            Posix.Close(write);
        }

        // It can't be collected by anybody else, so that the id is its own for now.
        var process = new RunningProcess(id, ProcessStat.Of(id)?.Started ?? 0);
        Remember(process);
        Log.Started(logger, section.Section, id);
        var log = new OutputLog(section.Section, output, metrics, time, logger);
        var reading = log.ReadAsync();
        try
        {
            var status = await RunToEndAsync(process, launch, stopping);
            record.Remove();
            if (status is { } ended)
            {
                await FollowAsync(ended, id, launch, reading, log, stopping);
            }
        }
        finally
        {
            await reading.WaitAsync(ReadingLimit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Its exit status when it ends by itself; null when it was told to end.</summary>
    private async Task<ExitStatus?> RunToEndAsync(RunningProcess process, Launch launch, CancellationToken stopping)
    {
        await WhenEndedAsync(process, stopping);
        if (process.IsAlive)
        {
            Told(await ending.EndAsync(process, isWholeGroup: true), process);
            _ = Posix.Collect(process.Id);
            return null;
        }

        if (!launch.GoesToBackground)
        {
            Ending.KillGroup(process.Id); // While its leader is not collected, nobody else is given its number.
        }

        return Posix.Collect(process.Id) ?? new ExitStatus(0);
    }

    /// <summary>What comes after the process that was started: the daemon that it has left in the background, or the end.</summary>
    private async Task FollowAsync(ExitStatus ended, int process, Launch launch, Task reading, OutputLog log, CancellationToken stopping)
    {
        if (launch.GoesToBackground && ended.IsSuccess)
        {
            if (await DaemonAsync(stopping) is { } daemon)
            {
                Log.InBackground(logger, section.Section, daemon.Id);
                await WatchAsync(daemon, log, stopping);
                return;
            }

            if (!stopping.IsCancellationRequested)
            {
                Ending.KillGroup(process);
                throw new ProgramException($"its launcher has ended, and {(options.PidFile.Length == 0 ? "there is no pidfile by which to find what it has left: give [ccserver] a pidfile with %(job_name)s in it" : $"{options.PidFile} names no running process")}{log.LastWords}", process);
            }

            return;
        }

        await reading.WaitAsync(ReadingLimit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsSuccess)
        {
            Ending.KillGroup(process);
            throw new ProgramException($"process {process} {ended}{log.LastWords}", process);
        }
    }

    private async Task<RunningProcess?> DaemonAsync(CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            if (Daemon() is { } daemon)
            {
                return daemon;
            }

            if (options.PidFile.Length == 0 || time.GetElapsedTime(since) > PidFilePatience)
            {
                return null;
            }

            // Told to end between two moments at which it can be found: it is waited for, and ended then.
            await Task.Delay(Pace, time, CancellationToken.None);
            if (stopping.IsCancellationRequested && time.GetElapsedTime(since) > PidFilePatience / 5)
            {
                return null;
            }
        }
    }

    private async Task WatchAsync(RunningProcess daemon, OutputLog? log, CancellationToken stopping)
    {
        await WhenEndedAsync(daemon, stopping);
        if (daemon.IsAlive)
        {
            Told(await ending.EndAsync(daemon, isWholeGroup: false), daemon);
            return;
        }

        _ = Posix.Collect(daemon.Id); // In a container that the node is the first process of, it is a child by now.
        throw new ProgramException($"process {daemon.Id} of {options.PidFile} has ended{log?.LastWords}", daemon.Id);
    }

    /// <summary>Returns when the process has ended, or is to end.</summary>
    private async Task WhenEndedAsync(RunningProcess process, CancellationToken stopping)
    {
        while (process.IsAlive && !stopping.IsCancellationRequested)
        {
            await Task.Delay(Pace, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Remember(RunningProcess process)
    {
        try
        {
            record.Write(process);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotRemembered(logger, section.Section, record.Path!, failure.Message);
        }
    }

    private void Told(bool wasKilled, RunningProcess process)
    {
        if (wasKilled)
        {
            Log.Killed(logger, section.Section, process.Id);
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
