using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Plugins;

/// <summary>What a component can ask for in its constructor, besides its options.</summary>
internal sealed record ComponentServices(
    ComponentContext Context,
    IMessages Messages,
    IMetrics Metrics,
    IComponents Components,
    ILogger Logger,
    TimeProvider Time);
