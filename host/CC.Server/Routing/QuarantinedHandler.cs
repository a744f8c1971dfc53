using CC.Sdk;
using CC.Server.Diagnostics;

namespace CC.Server.Routing;

/// <summary>Stands in for a handler that was taken out of the routes: drops and counts what comes, or hands it to another one.</summary>
/// <param name="traffic">Where drops are counted.</param>
/// <param name="other">Who gets the messages instead, if anybody does.</param>
internal sealed class QuarantinedHandler(Traffic traffic, HandlerSlot? other) : IStandIn
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (other is not null)
        {
            return other.DeliverAsync(message, cancellationToken);
        }

        traffic.Dropped(DropReasons.Quarantined, message.ContentLength);
        return default;
    }
}
