using CC.Sdk;

namespace CC.Plugins.Tasks.Sample;

/// <summary>Shows how a task tells how it goes: each second for five seconds, how long it has taken.</summary>
[Task("sample_async", Summary = "tells each second, for five seconds, how long it has taken")]
public sealed class SampleAsyncTask(TimeProvider time) : ITask
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (TimeSpan before = TimeSpan.Zero, total = TimeSpan.Zero; total < Whole; before = total)
        {
            await Task.Delay(Pause, time, cancellationToken);
            total = time.GetElapsedTime(started);
            var elapsed = new Elapsed((total - before).TotalSeconds, total.TotalSeconds);
            await feedback.SendAsync(elapsed, SampleJson.Default.Elapsed, cancellationToken: cancellationToken);
        }
    }
}
