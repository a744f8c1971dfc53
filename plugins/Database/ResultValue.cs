using System.Text.Json;

namespace CC.Plugins.Database;

/// <summary>Writes a value of a result, which PostgreSQL has sent as text, as the JSON that fits its type; what JSON has nothing for stays text.</summary>
internal static class ResultValue
{
    /// <summary>The element types of arrays, by the arrays' own. Both are fixed in PostgreSQL's catalog (pg_type.dat).</summary>
    private static readonly Dictionary<uint, uint> Elements = new()
    {
        [1000] = 16, // bool
        [1005] = 21, // smallint
        [1007] = 23, // integer
        [1016] = 20, // bigint
        [1028] = 26, // oid
        [1021] = 700, // real
        [1022] = 701, // double precision
        [1231] = 1700, // numeric
        [199] = 114, // json
        [3807] = 3802, // jsonb
        [1009] = 25, // text
        [1015] = 1043, // character varying
        [1014] = 1042, // character
        [1003] = 19, // name
        [2951] = 2950, // uuid
        [1182] = 1082, // date
        [1115] = 1114, // timestamp
        [1185] = 1184, // timestamp with time zone
    };

    /// <param name="json">Where to.</param>
    /// <param name="type">The type's number in PostgreSQL's catalog.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="JsonException">The value is JSON, and deeper than messages may be.</exception>
    public static void Write(Utf8JsonWriter json, uint type, string text)
    {
        if (!Elements.TryGetValue(type, out var element) || !ArrayText.TryWrite(json, text, (inner, value) => WriteOne(inner, element, value)))
        {
            WriteOne(json, type, text);
        }
    }

    private static void WriteOne(Utf8JsonWriter json, uint type, string text)
    {
        switch (type)
        {
            case 16:
                json.WriteBooleanValue(text == "t");
                break;
            case 20 or 21 or 23 or 26:
            case 700 or 701 or 1700 when char.IsAsciiDigit(text[^1]): // not NaN, nor Infinity
                json.WriteRawValue(text, skipInputValidation: true);
                break;
            case 114 or 3802:
                json.WriteRawValue(text);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }
}
