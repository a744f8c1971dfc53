using System.Globalization;
using System.Text.Json;
using CC.Sdk;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>Starts processes of components, tells them what to do, and sees them to their end.</summary>
/// <param name="reception">Takes what they report.</param>
/// <param name="loggers">The node's log.</param>
/// <param name="time">The clock.</param>
internal sealed partial class ChildRunner(ReportReception reception, ILoggerFactory loggers, TimeProvider time)
{
    /// <summary>The runtime's own limit, in hexadecimal.</summary>
    private const string MemoryLimit = "DOTNET_GCHeapHardLimit";

    /// <summary>What the process has written is read within that time after its end; others that it has started may still hold on to the pipe.</summary>
    private static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(2);

    /// <summary>Starts a process, and has it work until it ends, or is to end.</summary>
    public async Task<ChildEnd> LetRunAsync(ComponentOrder order, IsolationModel isolation, TimeSpan grace, ITaskFeedback? feedback, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger(order.Section);
        using var child = await ChildProcess.StartAsync(order.JobName, isolation.Nice, isolation.User, EnvironmentFor(isolation));
        if (order.IsTrial)
        {
            Log.Tried(logger, order.Section, child.Id);
        }
        else if (order.Task is { } task)
        {
            Log.Runs(logger, task.Id, order.Section, child.Id);
        }
        else
        {
            Log.Started(logger, order.Section, child.Id);
        }

        var output = new ChildOutput(order, child.Id, time) { Feedback = feedback };
        var reading = Task.WhenAll(reception.TakeReportsAsync(output, child.Reports), reception.TakeComplaintsAsync(output, child.Complaints));
        await child.TellAsync(JsonSerializer.Serialize(order, ComponentOrderJson.Default.ComponentOrder));
        var (exitCode, killed) = await EndAsync(child, output, order.Section, grace, logger, cancellationToken);
        await reading.WaitAsync(ReadingLimit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new ChildEnd(exitCode, killed, output);
    }

    private static Dictionary<string, string> EnvironmentFor(IsolationModel isolation) => isolation.MaxMemory.Octets == 0
        ? []
        : new() { [MemoryLimit] = isolation.MaxMemory.Octets.ToString("X", CultureInfo.InvariantCulture) };

    /// <summary>Waits for the end; one that was told to end and does not is killed. One that was tried out has nothing more to do.</summary>
    private async Task<(int ExitCode, bool Killed)> EndAsync(
        ChildProcess child, ChildOutput output, string section, TimeSpan grace, ILogger logger, CancellationToken cancellationToken)
    {
        var ending = child.WhenEndedAsync();
        await Task.WhenAny(ending, output.WhenTried, Task.Delay(Timeout.Infinite, cancellationToken));
        if (ending.IsCompleted)
        {
            return (await ending, false);
        }

        child.End();
        await ((Task)ending).WaitAsync(grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ending.IsCompleted)
        {
            return (await ending, false);
        }

        Log.Killed(logger, section, child.Id, grace.TotalSeconds);
        child.Kill();
        return (await ending, true);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Section} runs in process {Process}")]
        public static partial void Started(ILogger logger, string section, int process);

        [LoggerMessage(2, LogLevel.Warning, "{Section} did not end within {Seconds} s; its process {Process} is killed")]
        public static partial void Killed(ILogger logger, string section, int process, double seconds);

        [LoggerMessage(3, LogLevel.Debug, "{Section} is tried out in process {Process}")]
        public static partial void Tried(ILogger logger, string section, int process);

        [LoggerMessage(4, LogLevel.Debug, "the task {Id} of {Section} runs in process {Process}")]
        public static partial void Runs(ILogger logger, string id, string section, int process);
    }
}
