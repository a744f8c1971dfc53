using System.Text;
using System.Text.Json.Nodes;

namespace CC.Supervision.Commands;

/// <summary>What a command is given: fields of a JSON object.</summary>
internal sealed class CommandArguments(JsonObject fields)
{
    /// <exception cref="SupervisorException">400: it is missing, or no text.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw Bad(name, "a text");

    public string? TextOrNull(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Bad(name, "a text"),
    };

    public bool Has(string name) => Value(name) is not null;

    /// <summary>A text, or a number as a text.</summary>
    public string TextOrNumber(string name) => Value(name) is JsonValue value && value.TryGetValue<long>(out var number) ? $"{number}" : Text(name);

    /// <summary>A job's full name, of <c>name</c> and, if it is given, <c>sessionid</c>.</summary>
    public string Job() => TextOrNull("sessionid") is { } session ? $"{session}.{Text("name")}" : Text("name");

    public int Pid() => Value("pid") is JsonValue value && value.TryGetValue<int>(out var pid) ? pid : throw Bad("pid", "the number of a process");

    public int Signal() => Signals.Parse(TextOrNumber("signal")) ?? throw Bad("signal", "a signal's name or number");

    public bool Flag(string name, bool standard) => Value(name) switch
    {
        null => standard,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Bad(name, "true or false"),
    };

    public JsonObject Object(string name) => Value(name) as JsonObject ?? throw Bad(name, "an object");

    public TimeSpan? Seconds(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<double>(out var seconds) && seconds is >= 0 and <= 86400 * 365 => TimeSpan.FromSeconds(seconds),
        _ => throw Bad(name, "a number of seconds"),
    };

    public int? CountOrNull(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var count) && count > 0 => count,
        _ => throw Bad(name, "a whole number from 1 on"),
    };

    public DateTimeOffset? SecondsSince1970(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<double>(out var seconds) && seconds is >= 0 and < 1e11 => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds),
        _ => throw Bad(name, "a time in seconds since 1970"),
    };

    public IReadOnlyDictionary<string, string>? Environment() => Value("env") switch
    {
        null => null,
        JsonObject map when map.All(entry => entry.Value is JsonValue value && value.TryGetValue<string>(out _)) => map.ToDictionary(entry => entry.Key, entry => (string)entry.Value!),
        _ => throw Bad("env", "an object whose values are texts"),
    };

    /// <summary>What is to be written: a text, or a list of texts.</summary>
    public byte[] Data() => Value("data") switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => Encoding.UTF8.GetBytes(text),
        JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue<string>(out _)) => Encoding.UTF8.GetBytes(string.Concat(list.Select(item => (string)item!))),
        _ => throw Bad("data", "a text, or a list of texts"),
    };

    private JsonNode? Value(string name) => fields.TryGetPropertyValue(name, out var value) ? value : null;

    private SupervisorException Bad(string name, string rule) => new(400, "bad_command", $"{name} is {Value(name)?.ToJsonString() ?? "missing"}; it has to be {rule}");
}
