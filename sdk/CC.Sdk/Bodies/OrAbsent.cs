using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>
/// Readers of optional fields that CC 0.8.7 does not know. Its messages may have fields of the same names, as it looks at none that it does not know: one of another type is taken
/// for absent.
/// </summary>
internal static class OrAbsent
{
    internal sealed class Text : JsonConverter<string?>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
            return text;
        }

        public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    internal sealed class Whole : JsonConverter<long?>
    {
        public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) ? whole : default(long?);
            reader.Skip();
            return number;
        }

        public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteNumberValue(value!.Value);
    }

    /// <summary>0 for what is absent.</summary>
    internal sealed class Flag : JsonConverter<int>
    {
        public override bool HandleNull => true;

        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var flag = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : 0;
            reader.Skip();
            return flag;
        }

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
