using System.Text;
using System.Text.Json;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobConsole;

/// <summary>
/// A controller: shows what jobs do and write, a line each, as gaffer's console does. It has nothing but messages and events, as any program of the node has; another that wants jobs to do something sends
/// <c>job.COMMAND</c> where this one asks for the list.
/// </summary>
[Daemon("jobconsole")]
public sealed partial class JobConsoleDaemon(JobConsoleOptions options, IEvents events, IMessages messages, TimeProvider time, ILogger<JobConsoleDaemon> logger) : IDaemon
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly ConsoleLines lines = new(options, time.LocalTimeZone);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var output = new FileStream(options.Output, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        if (output.CanSeek)
        {
            output.Seek(0, SeekOrigin.End);
        }

        var broken = new TaskCompletionSource();
        using var actions = events.Subscribe("job", happened => Show(output, happened, lines.OfAction, broken));
        using var written = options.OutputStreams ? events.Subscribe("output", happened => Show(output, happened, lines.OfOutput, broken)) : null;
        if (options.ShowJobs)
        {
            await ShowJobsAsync(output, broken, cancellationToken);
        }

        await broken.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Which jobs there are: this may have been started later than they.</summary>
    private async Task ShowJobsAsync(Stream output, TaskCompletionSource broken, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await messages.RequestAsync(messages.Compose(new JobList { Req = JobList.Type }, ConsoleJson.Default.JobList), Patience, cancellationToken);
            foreach (var job in messages.Open(answer, ConsoleJson.Default.JobList).Result?.Jobs ?? [])
            {
                lock (gate)
                {
                    Write(output, lines.Line(time.GetUtcNow(), job.Name, $"{job.State}, {job.Running} of {job.Wanted}"), broken);
                }
            }
        }
        catch (Exception failure) when (failure is NoRouteException or TimeoutException or MessageException)
        {
            Log.NoList(logger, failure.Message);
        }
    }

    private void Show(Stream output, NodeEvent happened, Func<NodeEvent, JobEvent, string> format, TaskCompletionSource broken)
    {
        if (JsonSerializer.Deserialize(happened.Payload.Span, ConsoleJson.Default.JobEvent) is not { Name: not null } told)
        {
            return;
        }

        lock (gate)
        {
            Write(output, format(happened, told), broken);
        }
    }

    /// <summary>A file that can't be written to ends the daemon, which is started again by and by.</summary>
    private static void Write(Stream output, string text, TaskCompletionSource broken)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            broken.TrySetException(failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the jobs that are there can't be shown: {Why}")]
        public static partial void NoList(ILogger logger, string why);
    }
}
