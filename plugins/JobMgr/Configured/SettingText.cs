using System.Globalization;
using System.Text.Json.Nodes;
using CC.Sdk.Options;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>Makes JSON of a setting's text, or says which rule the text breaks. What the value may be beyond its kind is for the supervisor to say.</summary>
internal static class SettingText
{
    public static (JsonNode? Value, string? Rule) Text(string text) => (text, null);

    public static (JsonNode? Value, string? Rule) Flag(string text) => text.ToLowerInvariant() switch
    {
        "1" or "yes" or "true" or "on" => (true, null),
        "0" or "no" or "false" or "off" => (false, null),
        _ => (null, "is yes or no (also 1/0, true/false, on/off)"),
    };

    public static (JsonNode? Value, string? Rule) Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (number, null) : (null, "is a whole number");

    public static (JsonNode? Value, string? Rule) Number(string text) => IsNumber(text, out var number) ? (number, null) : (null, "is a number");

    public static (JsonNode? Value, string? Rule) Size(string text) =>
        ByteSize.TryParse(text, null, out var size) ? (size.Octets, null) : (null, "is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB");

    public static (JsonNode? Value, string? Rule) SizeOrUnlimited(string text) => text == "unlimited" ? (text, null) : Size(text);

    public static (JsonNode? Value, string? Rule) List(string text) =>
        (new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => JsonValue.Create(item))]), null);

    /// <summary>Up to four numbers, with commas as gaffer's documentation has them, or with blanks as its program does.</summary>
    public static (JsonNode? Value, string? Rule) Flapping(string text)
    {
        string[] names = ["attempts", "window", "retry_in", "max_retry"];
        var words = text.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 4 || !words.All(word => IsNumber(word, out _)))
        {
            return (null, "is one to four numbers: ATTEMPTS, WINDOW, RETRY_IN, MAX_RETRY");
        }

        return (new JsonObject(words.Zip(names, (word, name) => KeyValuePair.Create(name, Number(word).Value))), null);
    }

    private static bool IsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
