using System.Text;
using System.Text.Json;

namespace CC.Plugins.Database;

/// <summary>Arrays the way PostgreSQL writes them (its manual, "Array Input and Output Syntax").</summary>
internal static class ArrayText
{
    /// <summary>A JSON list as an array; objects in it become JSON text.</summary>
    public static string Of(JsonElement list)
    {
        var text = new StringBuilder();
        Append(text, list);
        return text.ToString();
    }

    /// <summary>Writes an array as JSON lists, in the depth that it has.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="text">What PostgreSQL has written.</param>
    /// <param name="element">Writes one element.</param>
    /// <returns>False if the text is none; then nothing was written.</returns>
    public static bool TryWrite(Utf8JsonWriter json, string text, Action<Utf8JsonWriter, string> element)
    {
        var at = text.StartsWith('[') ? text.IndexOf('=') + 1 : 0; // The bounds, where they do not begin at 1.
        if (at >= text.Length || text[at] != '{')
        {
            return false;
        }

        for (; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '{':
                    json.WriteStartArray();
                    break;
                case '}':
                    json.WriteEndArray();
                    break;
                case ',':
                    break;
                case '"':
                    element(json, Quoted(text, ref at));
                    break;
                default:
                    WritePlain(json, Plain(text, ref at), element);
                    break;
            }
        }

        return true;
    }

    private static void WritePlain(Utf8JsonWriter json, string text, Action<Utf8JsonWriter, string> element)
    {
        if (text == "NULL")
        {
            json.WriteNullValue();
        }
        else
        {
            element(json, text);
        }
    }

    /// <summary>Ends on the closing quote.</summary>
    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
            value.Append(text[at]);
        }

        return value.ToString();
    }

    /// <summary>Ends on the last character of the element.</summary>
    private static string Plain(string text, ref int at)
    {
        var start = at;
        while (at + 1 < text.Length && text[at + 1] is not (',' or '}'))
        {
            at++;
        }

        return text[start..(at + 1)];
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                text.Append('{');
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    text.Append(index > 0 ? "," : "");
                    Append(text, item);
                }

                text.Append('}');
                break;
            case JsonValueKind.Null:
                text.Append("NULL");
                break;
            case JsonValueKind.String:
                AppendQuoted(text, value.GetString()!);
                break;
            case JsonValueKind.Object:
                AppendQuoted(text, value.GetRawText());
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendQuoted(StringBuilder text, string value) =>
        text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
}
