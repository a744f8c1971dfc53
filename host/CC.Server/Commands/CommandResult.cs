using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Server.Commands;

/// <summary>What is told of a program that has ended.</summary>
/// <param name="Rc">Its exit code.</param>
/// <param name="Out">What it has written that was no feedback, in base64.</param>
internal sealed record CommandResult([property: JsonPropertyName("rc")] int Rc, [property: JsonPropertyName("out")] string Out);

[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CommandJson : JsonSerializerContext;
