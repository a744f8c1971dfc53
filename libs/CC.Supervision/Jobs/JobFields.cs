using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CC.Supervision.Jobs;

/// <summary>Reads the fields of a JSON object, and keeps all that is wrong with them.</summary>
internal sealed class JobFields(JsonObject fields, string prefix, List<string> errors)
{
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => Wrong<string?>(name, "a text", null),
    };

    /// <summary>A name, or a number, as a text.</summary>
    public string? NameOrNumber(string name) =>
        Value(name) is JsonValue value && value.TryGetValue<long>(out var number) ? number.ToString(CultureInfo.InvariantCulture) : Text(name);

    public bool? Flag(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => Wrong<bool?>(name, "true or false", null),
    };

    public int? Number(string name, int least, int greatest) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) && number >= least && number <= greatest => number,
        _ => Wrong<int?>(name, $"a whole number from {least} to {greatest}", null),
    };

    public double? Fraction(string name, double least, double greatest) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<double>(out var number) && number >= least && number <= greatest => number,
        _ => Wrong<double?>(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {greatest}"), null),
    };

    public long? Octets(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<long>(out var octets) && octets > 0 => octets,
        _ => Wrong<long?>(name, "a number of octets, from 1", null),
    };

    public TimeSpan? Seconds(string name) => Seconds(name, 0, 86400 * 365);

    public TimeSpan? Seconds(string name, double least, double greatest) => Fraction(name, least, greatest) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public ImmutableArray<string>? Texts(string name) => Value(name) switch
    {
        null => null,
        JsonArray array when array.All(item => item is JsonValue value && value.TryGetValue<string>(out _)) => [.. array.Select(item => item!.GetValue<string>())],
        _ => Wrong<ImmutableArray<string>?>(name, "a list of texts", null),
    };

    public ImmutableDictionary<string, string>? Map(string name) => Value(name) switch
    {
        null => null,
        JsonObject map when map.All(entry => entry.Value is JsonValue value && value.TryGetValue<string>(out _)) =>
            map.ToImmutableDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()),
        _ => Wrong<ImmutableDictionary<string, string>?>(name, "an object whose values are texts", null),
    };

    /// <summary>An object within the object; unknown fields of it are errors.</summary>
    public JobFields? Part(string name, params string[] known)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value is not JsonObject part)
        {
            return Wrong<JobFields?>(name, "an object", null);
        }

        errors.AddRange(part.Select(entry => entry.Key).Except(known).Select(key => $"{prefix}{name}.{key} is none of {string.Join(", ", known)}"));
        return new JobFields(part, $"{prefix}{name}.", errors);
    }

    public IEnumerable<string> Names => fields.Select(entry => entry.Key);

    public JsonNode? Value(string name) => fields.TryGetPropertyValue(name, out var value) ? value : null;

    public T Wrong<T>(string name, string rule, T instead)
    {
        errors.Add($"{prefix}{name} is {Value(name)?.ToJsonString() ?? "missing"}; it has to be {rule}");
        return instead;
    }
}
