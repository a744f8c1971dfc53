using System.Text.Json;

namespace CC.Plugins.TaskRunner;

/// <summary>JSON objects for feedback.</summary>
internal static class JsonObject
{
    public static JsonElement Empty { get; } = Write(json =>
    {
        json.WriteStartObject();
        json.WriteEndObject();
    });

    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
        {
            write(json);
        }

        return JsonSerializer.Deserialize(octets.ToArray(), TaskJson.Default.JsonElement);
    }

    /// <summary>What is told as feedback, which must be an object.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static JsonElement Require(JsonElement content) => content.ValueKind == JsonValueKind.Object
        ? content
        : throw new ArgumentException($"Feedback is a JSON object, and this is: {content.ValueKind}.", nameof(content));
}
