using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Throws where nobody catches it.</summary>
[Daemon("wreck-thread")]
public sealed class ThreadDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        new Thread(() => throw new FormatException("thrown in a thread")).Start();
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
