namespace CC.Zmtp.Connections;

/// <summary>
/// Puts off writing while a read loop works through what it has received, so that everything that this leads to,
/// on any socket, goes out in few large writes by the same thread, instead of a system call per message.
/// </summary>
/// <remarks>
/// A handler may complete what another read loop waits for, which then runs within it: batches nest, and the outermost writes.
/// </remarks>
internal sealed class WriteBatch
{
    [ThreadStatic]
    private static WriteBatch? ofThisThread;

    private readonly List<ConnectionWriter> writers = [];
    private int depth;

    /// <summary>Starts to put off writing on this thread; <see cref="End"/> must follow on the same thread.</summary>
    public static WriteBatch Begin()
    {
        var batch = ofThisThread ??= new WriteBatch();
        batch.depth++;
        return batch;
    }

    /// <summary>Takes a writer to run it later; false when this thread is not in a batch.</summary>
    public static bool TryDefer(ConnectionWriter writer)
    {
        if (ofThisThread is not { depth: > 0 } batch)
        {
            return false;
        }

        batch.writers.Add(writer);
        return true;
    }

    public void End()
    {
        if (--depth > 0)
        {
            return;
        }

        for (var i = 0; i < writers.Count; i++)
        {
            writers[i].Execute();
        }

        writers.Clear();
    }
}
