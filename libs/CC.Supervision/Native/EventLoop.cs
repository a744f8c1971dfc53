using System.Collections.Concurrent;

namespace CC.Supervision.Native;

/// <summary>A thread that calls whoever can read or write, one after the other. What is called must not block for long, nor throw.</summary>
internal sealed class EventLoop : IDisposable
{
    private const long WakeKey = 0;

    private readonly Epoll epoll = new();
    private readonly Wakening wakening = new();
    private readonly ConcurrentDictionary<long, IReady> watched = new();
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly Thread thread;
    private long lastKey = WakeKey;
    private volatile bool isEnding;
    private int isDisposed;

    public EventLoop(string name)
    {
        epoll.Watch(wakening.Descriptor, WakeKey, Epoll.Readable);
        thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Calls <paramref name="target"/> whenever its descriptor can be read; returns the key to forget it by.</summary>
    public long Watch(int descriptor, IReady target, uint what)
    {
        var key = Interlocked.Increment(ref lastKey);
        watched[key] = target;
        epoll.Watch(descriptor, key, what);
        return key;
    }

    public void WatchFor(int descriptor, long key, uint what) => epoll.WatchFor(descriptor, key, what);

    /// <summary>Calls it no more. Before the descriptor is closed.</summary>
    public void Forget(int descriptor, long key)
    {
        if (watched.TryRemove(key, out _))
        {
            epoll.Forget(descriptor);
        }
    }

    /// <summary>Has the thread do something, between other things.</summary>
    public void Post(Action action)
    {
        posted.Enqueue(action);
        wakening.Wake();
    }

    /// <summary>Ends the thread once what was posted is done. Once only: later the descriptors may be those of others.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
        {
            return;
        }

        Post(() => isEnding = true);
        thread.Join();
        epoll.Dispose();
        wakening.Dispose();
    }

    private void Run()
    {
        while (!isEnding)
        {
            epoll.Wait(Ready);
        }
    }

    private void Ready(long key, uint what)
    {
        if (key == WakeKey)
        {
            wakening.Clear();
            while (posted.TryDequeue(out var action))
            {
                action();
            }
        }
        else if (watched.TryGetValue(key, out var target))
        {
            target.Ready(what);
        }
    }
}
