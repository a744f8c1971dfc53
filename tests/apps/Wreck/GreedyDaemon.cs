using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Takes memory, and never gives it back.</summary>
[Daemon("wreck-greedy")]
public sealed class GreedyDaemon : IDaemon
{
    private const int Piece = 1024 * 1024;

    private readonly List<byte[]> taken = [];

    public Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            taken.Add(new byte[Piece]);
        }

        return Task.CompletedTask;
    }
}
