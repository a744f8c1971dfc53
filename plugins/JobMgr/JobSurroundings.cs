using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr;

/// <summary>What the node gives to all jobs alike.</summary>
internal sealed record JobSurroundings(IComponents Components, IEvents Events, IMetrics Metrics, TimeProvider Time, ILogger Logger);
