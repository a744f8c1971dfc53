using CC.Sdk;
using CC.Server.Routing;

namespace CC.Server.Components;

/// <summary>Keeps the place of a handler whose plugin was unloaded, until it is there again: what comes is dropped, and counted.</summary>
internal sealed class VacantHandler(IMetrics metrics) : IStandIn
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        metrics.CountDropped(DropReasons.PluginUnloaded, 1, message.ContentLength);
        return default;
    }
}
