namespace CC.Sdk.Bodies;

/// <summary>The numbers that JSON has no words for, and Python's writes all the same: <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>. CC 0.8.7 takes them.</summary>
internal static class NamedNumbers
{
    /// <summary>The text with null in their places; null if there are none.</summary>
    public static byte[]? ToNull(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
        {
            return null;
        }

        var plain = new List<byte>(json.Length);
        var isFound = false;
        while (!json.IsEmpty)
        {
            var name = NameAt(json);
            var length = name > 0 ? name : PlainAt(json);
            plain.AddRange(name > 0 ? "null"u8 : json[..length]);
            json = json[length..];
            isFound |= name > 0;
        }

        return isFound ? [.. plain] : null;
    }

    private static int NameAt(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? 3
        : json.StartsWith("Infinity"u8) ? 8
        : json.StartsWith("-Infinity"u8) ? 9
        : 0;

    /// <summary>How long the text at the beginning is, or what stands there alone.</summary>
    private static int PlainAt(ReadOnlySpan<byte> json)
    {
        if (json[0] != '"')
        {
            return 1;
        }

        for (var end = 1; end < json.Length; end += json[end] == '\\' ? 2 : 1)
        {
            if (json[end] == '"')
            {
                return end + 1;
            }
        }

        return json.Length;
    }
}
