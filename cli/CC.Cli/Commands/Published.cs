using System.Text.Json.Serialization;

namespace CC.Cli.Commands;

/// <summary>What <c>publish --json</c> prints.</summary>
/// <param name="Type">The message's type.</param>
/// <param name="Endpoint">The node that has it now.</param>
internal sealed record Published(
    [property: JsonPropertyName("published")] string Type,
    [property: JsonPropertyName("endpoint")] string Endpoint);
