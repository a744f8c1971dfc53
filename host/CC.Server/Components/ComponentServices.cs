using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>What a component can ask for in its constructor, besides its options. Disposed when the component has ended: then nothing of the node leads to it any more.</summary>
internal sealed record ComponentServices(
    ComponentContext Context,
    IMessages Messages,
    IMetrics Metrics,
    IComponents Components,
    IEvents Events,
    ILogger Logger,
    TimeProvider Time) : IDisposable
{
    /// <summary>The services of one component, whose links and subscriptions end with it.</summary>
    public ComponentServices Scoped() => this with { Messages = new ScopedMessages(Messages), Events = new ScopedEvents(Events, Metrics, Logger, Time) };

    public void Dispose()
    {
        (Messages as IDisposable)?.Dispose();
        (Events as IDisposable)?.Dispose();
    }
}
