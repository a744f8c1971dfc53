using System.Globalization;

namespace CC.Sdk.Options;

/// <summary>Turns an option's text into a value, or says which rule the text breaks.</summary>
internal static class OptionText
{
    /// <summary>What the framework's timers take at most, in whole days.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);

    public static bool IsSupported(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double)
        || type == typeof(TimeSpan) || type == typeof(ByteSize) || type.IsAssignableFrom(typeof(string[]));

    /// <summary>The value, or the rule that the text breaks.</summary>
    public static (object? Value, string? Rule) Read(string text, Type type, OptionAttribute limits) => type switch
    {
        _ when type == typeof(string) => ReadText(text, limits),
        _ when type == typeof(bool) => ReadBoolean(text),
        { IsEnum: true } => ReadName(text, type),
        _ when type == typeof(ByteSize) => ReadSize(text, limits),
        _ when type == typeof(TimeSpan) => ReadTime(text, limits),
        _ when type == typeof(int) || type == typeof(long) || type == typeof(double) => ReadNumber(text, type, limits),
        _ => ReadList(text, limits),
    };

    private static (string? Value, string? Rule) ReadText(string text, OptionAttribute limits) =>
        limits.Endpoint && EndpointText.BrokenRule(text) is { } rule ? (null, rule)
        : limits.Path && text.Any(char.IsControl) ? (null, "is a path, which has no line breaks or other control characters")
        : (limits.Path ? ExpandHome(text) : text, null);

    private static (object? Value, string? Rule) ReadList(string text, OptionAttribute limits)
    {
        var items = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(item => (Written: item, Read: ReadText(item, limits)))
            .ToArray();
        var broken = Array.Find(items, item => item.Read.Rule is not null);
        return broken.Written is null
            ? (Array.ConvertAll(items, item => item.Read.Value!), null)
            : (null, items.Length == 1 ? broken.Read.Rule : $"'{broken.Written}' {broken.Read.Rule}");
    }

    private static (object? Value, string? Rule) ReadBoolean(string text) => text.ToLowerInvariant() switch
    {
        "1" or "yes" or "true" or "on" => (true, null),
        "0" or "no" or "false" or "off" => (false, null),
        _ => (null, "is yes or no (also 1/0, true/false, on/off)"),
    };

    private static (object? Value, string? Rule) ReadName(string text, Type type)
    {
        var names = Enum.GetNames(type);
        var name = Array.Find(names, candidate => string.Equals(KebabCase.Of(candidate), text, StringComparison.OrdinalIgnoreCase));
        return name is null
            ? (null, $"is one of: {string.Join(", ", names.Select(KebabCase.Of))}")
            : (Enum.Parse(type, name), null);
    }

    private static (object? Value, string? Rule) ReadSize(string text, OptionAttribute limits) =>
        !ByteSize.TryParse(text, null, out var size) ? (null, "is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB")
        : size.Octets < limits.Min ? (null, $"is at least {new ByteSize((long)limits.Min)}")
        : size.Octets > limits.Max ? (null, $"is at most {new ByteSize((long)limits.Max)}")
        : (size, null);

    private static (object? Value, string? Rule) ReadTime(string text, OptionAttribute limits)
    {
        var unit = limits.Unit == TimeUnit.Seconds ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1);
        var longest = Math.Min(limits.Max, LongestTime / unit);
        return !TryParse(text, out var number) ? (null, $"is a number of {limits.Unit.ToString().ToLowerInvariant()}")
            : Broken(number, Math.Max(limits.Min, -longest), longest) is { } rule ? (null, rule)
            : (unit * number, null);
    }

    private static (object? Value, string? Rule) ReadNumber(string text, Type type, OptionAttribute limits)
    {
        if (type == typeof(double))
        {
            return !TryParse(text, out var number) ? (null, "is a number")
                : Broken(number, limits.Min, limits.Max) is { } rule ? (null, rule)
                : (number, null);
        }

        var (least, greatest) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        return !decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (null, "is a whole number")
            : Broken((double)whole, limits.Min, limits.Max) is { } broken ? (null, broken)
            : whole < least ? (null, $"is at least {least}")
            : whole > greatest ? (null, $"is at most {greatest}")
            : (type == typeof(int) ? (int)whole : (object)(long)whole, null);
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string? Broken(double number, double least, double greatest) =>
        number < least ? FormattableString.Invariant($"is at least {least}")
        : number > greatest ? FormattableString.Invariant($"is at most {greatest}")
        : null;

    private static string ExpandHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;
}
