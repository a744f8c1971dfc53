using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>
/// Reads a number that can be counted with: neither too large for a double, such as <c>1e999</c>, nor <c>NaN</c> and <c>Infinity</c>, which Python writes, nor null. What is none is
/// refused as <see cref="MessageFault.BadField"/>. For the fields of bodies: <c>[JsonConverter(typeof(FiniteNumber))]</c>.
/// </summary>
public sealed class FiniteNumber : JsonConverter<double>
{
    /// <summary>True: a field that is there and is nothing is no number.</summary>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonTokenType.Number or JsonTokenType.Null => throw new NotFiniteException(),
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    /// <summary>A field is no finite number; which, its path says.</summary>
    internal sealed class NotFiniteException() : JsonException("must be a finite number: neither NaN, nor an infinity, nor null, nor too large")
    {
        /// <summary>The field.</summary>
        public string Field => Path is ['$', '.', .. var name] ? name : Path ?? "";
    }
}
