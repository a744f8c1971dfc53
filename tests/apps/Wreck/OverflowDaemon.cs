using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Calls itself until the stack is full.</summary>
[Daemon("wreck-overflow")]
public sealed class OverflowDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken) => Task.FromResult(Depth(1));

    private static int Depth(int depth) => depth == 0 ? 0 : Depth(depth + 1) + Depth(depth - 1);
}
