using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CC.Cli.CommandLine;
using CC.Supervision;
using CC.Supervision.Events;
using CC.Supervision.Jobs;
using CC.Supervision.Streams;

namespace CC.Cli.Dev;

/// <summary>Runs jobs in the foreground, by a supervisor within this process, until somebody ends it. No node is needed, or told.</summary>
internal sealed partial class DevSession : IDisposable
{
    private const int BySignal = 128;
    private const string LastEvent = "last";

    /// <summary>How long to wait for the last words.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Supervisor supervisor = new(new SupervisorOptions { Name = $"ccctl-dev-{Environment.ProcessId}" });
    private readonly ConcurrentDictionary<int, int> running = [];
    private readonly TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource allTold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DevSignals signals = new();
    private readonly DevOutput output;

    private DevSession(Call call) => output = new DevOutput(call.Terminal, call.Json, TimeProvider.System, signals.End);

    /// <summary>Runs jobs until Ctrl-C.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="jobs">The jobs.</param>
    /// <exception cref="CommandFailure">One can't be started; none runs any more.</exception>
    public static async Task<ExitCode> RunAsync(Call call, IReadOnlyList<JobConfig> jobs)
    {
        using var session = new DevSession(call);
        await session.RunAsync(jobs, session.signals.First);
        return ExitCode.Ok;
    }

    /// <summary>Runs a job to its end, and ends as that does.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="job">The job, which is not started again.</param>
    /// <exception cref="CommandFailure">It can't be started.</exception>
    public static async Task<ExitCode> RunOnceAsync(Call call, JobConfig job)
    {
        using var session = new DevSession(call);
        await session.RunAsync([job], Task.WhenAny(session.signals.First, session.ended.Task));
        return session.ended.Task.IsCompletedSuccessfully ? (ExitCode)await session.ended.Task : ExitCode.Failed;
    }

    public void Dispose() => signals.Dispose();

    private async Task RunAsync(IReadOnlyList<JobConfig> jobs, Task until)
    {
        await using var whole = supervisor;
        output.MakeRoom(jobs.Select(job => job.Name));
        supervisor.Events.Subscribe("spawn", Tell);
        supervisor.Events.Subscribe("exit", Tell);
        supervisor.Events.Subscribe("spawn_error", Tell);
        supervisor.Events.Subscribe("give_up", Tell);
        try
        {
            foreach (var job in jobs)
            {
                supervisor.Load(job, start: false);
                supervisor.SubscribeOutput(job.Name, new OutputFilter(), output.Take);
                supervisor.Start(job.Name);
            }

            await until;
        }
        catch (SupervisorException refused)
        {
            throw new CommandFailure(ExitCode.Failed, refused.Message);
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        var stopping = supervisor.StopAsync();
        if (!stopping.IsCompleted && !ended.Task.IsCompleted)
        {
            output.Tell("all are told to end; another Ctrl-C kills them");
        }

        if (await Task.WhenAny(stopping, signals.Second) != stopping)
        {
            foreach (var group in running.Values)
            {
                SendSignal(-group, Signals.Kill);
            }
        }

        await stopping;
        supervisor.Events.Subscribe(LastEvent, (_, _) => allTold.TrySetResult());
        supervisor.Events.Publish(LastEvent, new SupervisorEvent(LastEvent)); // Events are told in order: behind this one there are none.
        await allTold.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // One that there was no room for is not told.
    }

    private void Tell(string name, SupervisorEvent what)
    {
        var job = JobName.Parse(what.Name!).Job;
        switch (name)
        {
            case "spawn":
                running[what.Pid!.Value] = what.OsPid!.Value;
                output.Tell($"{job}.{what.Pid} is started: process {what.OsPid}");
                break;
            case "exit":
                running.TryRemove(what.Pid!.Value, out _);
                output.Finish(what.Pid.Value);
                var exit = new ProcessExit(what.ExitStatus ?? 0, what.TermSignal ?? 0);
                output.Tell($"{job}.{what.Pid} {exit}");
                ended.TrySetResult(exit.Signal > 0 ? BySignal + exit.Signal : exit.Status);
                break;
            case "spawn_error":
                output.Tell($"{job}: {what.Reason}; it is tried again in {what.RetryIn:0.#} s");
                break;
            default:
                output.Tell($"{job} has ended too often, and is not started any more");
                break;
        }
    }

    /// <summary>Each process leads a group of its own.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
