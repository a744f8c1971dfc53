using System.Text.Json.Serialization;

namespace CC.Plugins.JobMgr.Daemons;

/// <summary>What is told of a daemon that has crashed, or hangs.</summary>
/// <param name="Section">The daemon's section.</param>
/// <param name="Pid">Its process; 0 if it has none, or that is not known.</param>
/// <param name="Why">What has happened.</param>
internal sealed record DaemonEvent(
    [property: JsonPropertyName("section")] string Section,
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("why")] string Why);
