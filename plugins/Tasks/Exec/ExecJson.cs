using System.Text.Json.Serialization;

namespace CC.Plugins.Tasks.Exec;

/// <summary>Something that a command has written, in base64.</summary>
internal sealed record ExecOutput([property: JsonPropertyName("stream")] string Stream, [property: JsonPropertyName("out")] string Out);

/// <summary>How a command has ended, and how much it has written.</summary>
internal sealed record ExecResult(
    [property: JsonPropertyName("rc")] int Rc,
    [property: JsonPropertyName("octets")] long Octets,
    [property: JsonPropertyName("left_out")] long LeftOut);

[JsonSerializable(typeof(ExecOutput))]
[JsonSerializable(typeof(ExecResult))]
internal sealed partial class ExecJson : JsonSerializerContext;
