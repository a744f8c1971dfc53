using System.Text.Json;

namespace CC.Sdk;

/// <summary>What a task is asked to do.</summary>
/// <param name="Id">Names this one task, for ever.</param>
/// <param name="Handler">The section that the request is for, such as <c>cc.task.sample</c>.</param>
/// <param name="Host">The runner's name.</param>
/// <param name="Hostname">The machine that the request comes from, as it says itself.</param>
/// <param name="Parameters">The parameters: every field of the request that has no meaning of its own.</param>
public sealed record TaskRequest(string Id, string Handler, string Host, string Hostname, IReadOnlyDictionary<string, JsonElement> Parameters)
{
    /// <summary>The body of the message that asks for it, a JSON object, as it came, or as it was written anew after it was decrypted; empty if no message does.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The signature of <see cref="Body"/>, DER; empty if it has none.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What programs that the task starts should have in their environment: by that, the runner finds and ends what a killed node has left behind.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A parameter as text: the text itself, or the JSON of what is none; null if it is not there.</summary>
    public string? Find(string parameter) =>
        !Parameters.TryGetValue(parameter, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();

    /// <summary>The same of one that must be there.</summary>
    /// <exception cref="TaskRefusedException">It is not.</exception>
    public string Require(string parameter) =>
        Find(parameter) is { Length: > 0 } value ? value : throw new TaskRefusedException($"{Handler} needs the parameter {parameter}");
}
