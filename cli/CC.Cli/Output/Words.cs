using System.Globalization;

namespace CC.Cli.Output;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A moment, given in seconds since 1970, in this machine's time; empty for 0.</summary>
    public static string Moment(double seconds, string format = "yyyy-MM-dd HH:mm:ss") =>
        seconds is > 0 and < 253402300799 ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToLocalTime().ToString(format, CultureInfo.InvariantCulture) : "";

    /// <summary>A time, given in seconds, by its two largest units; empty for none.</summary>
    public static string Duration(double? seconds) => seconds is not { } all ? "" : (long)all switch
    {
        < 60 and var rest => $"{rest}s",
        < 3600 and var rest => $"{rest / 60}m{rest % 60:00}s",
        < 86400 and var rest => $"{rest / 3600}h{rest % 3600 / 60:00}m",
        var rest => $"{rest / 86400}d{rest % 86400 / 3600:00}h",
    };

    /// <summary>Octets in the largest unit of which there is at least one.</summary>
    public static string Octets(long octets) => octets switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1e6:0.0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{octets} octets"),
    };
}
