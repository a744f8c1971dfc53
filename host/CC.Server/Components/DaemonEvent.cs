using System.Text.Json.Serialization;

namespace CC.Server.Components;

/// <summary>What is told of a daemon that has failed, or whose process has crashed.</summary>
/// <param name="Section">The daemon's section.</param>
/// <param name="Pid">The process.</param>
/// <param name="Why">How.</param>
internal sealed record DaemonEvent(
    [property: JsonPropertyName("section")] string Section,
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("why")] string Why);

[JsonSerializable(typeof(DaemonEvent))]
internal sealed partial class DaemonEventJson : JsonSerializerContext;
