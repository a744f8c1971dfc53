using System.Globalization;

namespace CC.Sdk.Options;

/// <summary>What a ZeroMQ endpoint looks like, so that a wrong one is found with all other errors of a configuration, before anything is bound or connected.</summary>
internal static class EndpointText
{
    private const string Forms = "write tcp://HOST:PORT, ipc://PATH or inproc://NAME";

    /// <summary>The rule that a text breaks, or null.</summary>
    public static string? BrokenRule(string text) => text.Split("://", 2) switch
    {
        ["tcp", var rest] => BrokenRuleOfTcp(rest),
        ["ipc" or "inproc", { Length: > 0 }] => null,
        _ => $"is no ZeroMQ endpoint: {Forms}",
    };

    private static string? BrokenRuleOfTcp(string address)
    {
        var colon = address.LastIndexOf(':');
        var host = colon > 0 ? address[..colon] : "";
        return host.Length == 0 ? $"is no ZeroMQ endpoint, since host or port is missing: {Forms}"
            : !IsPort(address[(colon + 1)..]) ? "has no port from 0 to 65535, nor * for any free one"
            : host.Contains(':') && !(host.StartsWith('[') && host.EndsWith(']')) ? "has an IPv6 address without brackets: write tcp://[::1]:5000"
            : null;
    }

    private static bool IsPort(string text) =>
        text == "*" || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue);
}
