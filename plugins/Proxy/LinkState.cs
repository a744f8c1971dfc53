namespace CC.Plugins.Proxy;

/// <summary>Whether the other node is there, and whether it takes what it is sent. Thread-safe.</summary>
internal sealed class LinkState : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource lost = new();
    private bool up;
    private bool stuck;
    private bool failedSinceUp;

    public bool IsUp
    {
        get
        {
            lock (gate)
            {
                return up;
            }
        }
    }

    public void Up()
    {
        lock (gate)
        {
            up = true;
            stuck = false;
            failedSinceUp = false;
            lost.Dispose();
            lost = new CancellationTokenSource();
        }
    }

    /// <summary>Senders that wait for room need not wait any longer.</summary>
    public void Down()
    {
        CancellationTokenSource ended;
        lock (gate)
        {
            up = false;
            ended = lost;
        }

        ended.Cancel();
    }

    /// <summary>Something was taken, or came.</summary>
    public void Moved()
    {
        if (Volatile.Read(ref stuck))
        {
            lock (gate)
            {
                stuck = false;
            }
        }
    }

    /// <summary>Nothing was taken for too long: nobody should wait any more until something is. True the first time.</summary>
    public bool Stuck()
    {
        lock (gate)
        {
            var first = !stuck;
            stuck = true;
            return first;
        }
    }

    /// <summary>Whether a sender may wait for room, and what tells it that the link is gone.</summary>
    public bool MayWait(out CancellationToken whenLost)
    {
        lock (gate)
        {
            whenLost = lost.Token;
            return up && !stuck;
        }
    }

    /// <summary>Whether this is the first attempt to connect that failed since the link was up.</summary>
    public bool IsFirstFailure()
    {
        lock (gate)
        {
            var first = !failedSinceUp;
            failedSinceUp = true;
            return first;
        }
    }

    public void Dispose() => lost.Dispose();
}
