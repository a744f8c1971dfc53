using CC.Cli.CommandLine;
using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Cli.Tasks;

/// <summary>Follows one task to its end, and prints what comes of it.</summary>
internal sealed class TaskFollowing(Call call, TaskLink link, string host, string id)
{
    /// <summary>How long a task may take to end that was told to.</summary>
    private static readonly TimeSpan CancelPatience = TimeSpan.FromHours(24);

    /// <summary>Where blobs are saved, if they are.</summary>
    public string? Out { get; init; }

    /// <summary>Whether it is left as soon as its runner has it.</summary>
    public bool Detaches { get; init; }

    /// <summary>Whether Ctrl-C is to have the task end: it is one's own.</summary>
    public bool IsOwn { get; init; }

    /// <exception cref="CommandFailure">The node is not there; or nothing was heard of the task.</exception>
    public async Task<ExitCode> RunAsync(Func<CancellationToken, IAsyncEnumerable<TaskUpdate>> updates)
    {
        using var interrupts = new Interrupts(leavesAtOnce: !IsOwn || Detaches);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Leave);
        if (call.GivenLimit is { } limit)
        {
            over.CancelAfter(limit);
        }

        using var notThere = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, notThere.Token);
        _ = link.NotThere.ContinueWith(_ => Cancel(notThere), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var cancelling = IsOwn && !Detaches ? CancelAfterAsync(interrupts.First, either.Token) : Task.CompletedTask;
        try
        {
            return await FollowAsync(updates(either.Token));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return link.NotThere.IsCompleted ? throw new CommandFailure(ExitCode.NoAnswer, await link.NotThere) : Left(interrupts.Leave.IsCancellationRequested);
        }
        finally
        {
            await over.CancelAsync();
            await cancelling;
        }
    }

    private async Task<ExitCode> FollowAsync(IAsyncEnumerable<TaskUpdate> updates)
    {
        var printer = new TaskPrinter(call.Terminal, call.Json);
        using var blobs = Out is null ? null : new BlobFile(Out);
        var octets = 0L;
        await foreach (var update in updates)
        {
            if (!Detaches || call.Json || update.Outcome is not null)
            {
                printer.Print(update);
            }

            blobs?.Take(update);
            octets += update.Blob?.Length ?? 0;
            if (update.Outcome is { } outcome)
            {
                return End(update, outcome, blobs, octets);
            }

            if (Detaches && update.Status is not ("" or TaskStatuses.Forwarded))
            {
                return Detached();
            }
        }

        throw new CommandFailure(ExitCode.TaskLost, $"{id}: nothing more comes of it");
    }

    private ExitCode End(TaskUpdate update, TaskOutcome outcome, BlobFile? blobs, long octets)
    {
        if (outcome == TaskOutcome.Finished && blobs is not null)
        {
            call.Terminal.Tell(blobs.Finish(update) is { } written ? $"{written} octets are in {Out}" : $"no blob came, and {Out} is not written");
        }
        else if (octets > 0 && blobs is null)
        {
            call.Terminal.Tell($"{octets} octets came along in blobs, and are not kept; --out FILE keeps them");
        }

        if (update.Message is null && outcome != TaskOutcome.Finished)
        {
            throw new CommandFailure(ExitCodes.Of(outcome), $"{id} {TaskEnd.Words(update)}");
        }

        call.Terminal.Tell($"{id} {TaskEnd.Words(update)}");
        return ExitCodes.Of(outcome);
    }

    private ExitCode Detached()
    {
        if (!call.Json)
        {
            call.Terminal.WriteLine(id);
        }

        return ExitCode.Ok;
    }

    private ExitCode Left(bool isInterrupted)
    {
        var how = $"ccctl task watch {id}{(host.Length > 0 ? $" --host {host}" : "")} tells what becomes of it";
        return !isInterrupted ? throw new CommandFailure(ExitCode.NoAnswer, $"{id} has not ended within --timeout {call.GivenLimit!.Value.TotalSeconds:0.###} s; {how}")
            : IsOwn ? throw new CommandFailure(ExitCode.TaskLost, $"{id} is left, and may go on; {how}")
            : ExitCode.Ok;
    }

    private async Task CancelAfterAsync(Task interrupted, CancellationToken over)
    {
        try
        {
            await interrupted.WaitAsync(over);
            call.Terminal.Tell($"{id} is told to end; Ctrl-C once more leaves it alone");
            var answer = await link.Tasks.CancelAsync(host, id, CancelPatience, over);
            if (answer.Status.Length == 0)
            {
                call.Terminal.Tell($"{id} can't be told to end: {answer.Text}");
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or TimeoutException)
        {
            // It has ended, or is left.
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }
}
