using System.Collections.Concurrent;

namespace CC.Files;

/// <summary>Questions about what belongs to one loop, which only that can answer. Thread-safe.</summary>
/// <param name="nothing">The answer while the loop does not run.</param>
public sealed class Inquiries<T>(T nothing)
{
    private readonly ConcurrentQueue<TaskCompletionSource<T>> open = new();
    private volatile Action? wake;

    /// <summary>Asks the loop.</summary>
    /// <param name="cancellationToken">Cancelled to wait no longer.</param>
    public async Task<T> AskAsync(CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        open.Enqueue(answer);
        if (wake is { } awaken)
        {
            awaken();
        }
        else
        {
            Answer(() => nothing);
        }

        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The loop runs, and is woken like this.</summary>
    public void Begin(Action awaken) => wake = awaken;

    /// <summary>Answers whoever has asked. On the loop.</summary>
    /// <param name="told">Makes the answer; not called when nobody has asked.</param>
    public void Answer(Func<T> told)
    {
        if (open.IsEmpty)
        {
            return;
        }

        var answer = told();
        while (open.TryDequeue(out var asked))
        {
            asked.TrySetResult(answer);
        }
    }

    /// <summary>The loop has ended.</summary>
    public void End()
    {
        wake = null;
        Answer(() => nothing);
    }
}
