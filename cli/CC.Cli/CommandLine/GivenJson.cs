using System.Text;
using System.Text.Json;

namespace CC.Cli.CommandLine;

/// <summary>Looks at JSON that somebody has given, before anything is made of it: what .NET finds wrong with texts it finds when they are used.</summary>
internal static class GivenJson
{
    /// <summary>What is wrong with the texts in it, with the next step; null for nothing. What is no JSON is left to who parses it.</summary>
    public static string? BrokenText(string json)
    {
        var octets = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsText(ref reader))
                {
                    return $"{Encoding.UTF8.GetString(reader.ValueSpan)} in line {octets.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1} has half of a surrogate pair, which is no character; write both, as \\ud83d\\ude00, or the character itself";
                }
            }
        }
        catch (JsonException)
        {
            // Who parses it tells that.
        }

        return null;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
