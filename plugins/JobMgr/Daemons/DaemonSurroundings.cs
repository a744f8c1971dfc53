using CC.Sdk;
using CC.Supervision.Processes;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Daemons;

/// <summary>What the node gives to all jobs alike.</summary>
internal sealed record DaemonSurroundings(IComponents Components, IEvents Events, IMetrics Metrics, Lazy<ProcessHost> Processes, TimeProvider Time, ILogger Logger);
