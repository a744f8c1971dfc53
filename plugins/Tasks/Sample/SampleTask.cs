using CC.Sdk;

namespace CC.Plugins.Tasks.Sample;

/// <summary>Shows what a task does: counts to three, a second each.</summary>
[Task("sample", Summary = "counts to three, a second each, to see that tasks run", Parameters = ["cmd: crash-run has it fail; anything else means nothing"])]
public sealed class SampleTask(TimeProvider time) : ITask
{
    private const int Steps = 3;
    private const string CrashRun = "crash-run";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        if (request.Find("cmd") == CrashRun)
        {
            throw new TaskFailedException($"it is told to fail, by cmd = {CrashRun}");
        }

        for (var step = 0; step < Steps; step++)
        {
            await feedback.SendAsync(new SampleStep(step), SampleJson.Default.SampleStep, cancellationToken: cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
