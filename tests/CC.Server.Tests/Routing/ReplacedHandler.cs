using CC.Sdk;

namespace CC.Server.Tests.Routing;

/// <summary>Remembers whether it was at work after it had been cleared. No call is over at once, so that one that slips in is seen; every fifth goes on elsewhere.</summary>
internal sealed class ReplacedHandler : IHandler
{
    private int handled;
    private int late;
    private volatile bool cleared;

    public int Handled => Volatile.Read(ref handled);

    public int Late => Volatile.Read(ref late);

    public void Clear() => cleared = true;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        Look();
        if (Interlocked.Increment(ref handled) % 5 == 0)
        {
            return LaterAsync();
        }

        Thread.SpinWait(20);
        Look();
        return default;
    }

    private async ValueTask LaterAsync()
    {
        await Task.Yield();
        Look();
    }

    private void Look()
    {
        if (cleared)
        {
            Interlocked.Increment(ref late);
        }
    }
}
