using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Plugins.LogTail;

/// <summary>Questions about the files on their way, which only the loop that owns these can answer. Thread-safe.</summary>
internal sealed class FileInquiries
{
    private readonly ConcurrentQueue<TaskCompletionSource<IReadOnlyList<CarriedFile>>> open = new();
    private volatile Action? wake;

    /// <summary>Asks; nothing is carried while the loop does not run.</summary>
    public async Task<IReadOnlyList<CarriedFile>> AskAsync(CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<CarriedFile>>(TaskCreationOptions.RunContinuationsAsynchronously);
        open.Enqueue(answer);
        if (wake is { } awaken)
        {
            awaken();
        }
        else
        {
            Answer(() => []);
        }

        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The loop runs, and is woken like this.</summary>
    public void Begin(Action awaken) => wake = awaken;

    /// <summary>Answers whoever has asked. On the loop.</summary>
    public void Answer(Func<IReadOnlyList<CarriedFile>> files)
    {
        if (open.IsEmpty)
        {
            return;
        }

        var told = files();
        while (open.TryDequeue(out var answer))
        {
            answer.TrySetResult(told);
        }
    }

    /// <summary>The loop has ended.</summary>
    public void End()
    {
        wake = null;
        Answer(() => []);
    }
}
