using System.Text.Json;

namespace CC.Plugins.TaskRunner;

/// <summary>Puts lists with anything but objects in them into texts: CC 0.8.7, which may be anywhere on the way, crashes when it reads such a list.</summary>
internal static class PlainLists
{
    /// <summary>The same, or with the JSON text of such lists in place of them.</summary>
    public static JsonElement Enclose(JsonElement feedback) => IsHarmless(feedback) ? feedback : JsonObject.Write(json => Write(json, feedback));

    private static bool IsHarmless(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(property => IsHarmless(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object && IsHarmless(item)),
        _ => true,
    };

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object):
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Array:
                json.WriteStringValue(value.GetRawText());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
