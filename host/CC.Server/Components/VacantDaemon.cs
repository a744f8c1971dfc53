using CC.Sdk;

namespace CC.Server.Components;

/// <summary>Keeps the place of a daemon whose plugin was unloaded, until it is there again.</summary>
internal sealed class VacantDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
