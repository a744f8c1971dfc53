using System.Globalization;
using System.Text;

namespace CC.Zmtp.Transports;

/// <summary>An endpoint as text: <c>tcp://host:port</c>, <c>ipc://path</c>, <c>ipc://@abstract-name</c> or <c>inproc://name</c>.</summary>
internal sealed record ZmtpEndpoint(string Scheme, string Address, int Port = 0)
{
    /// <summary>Octets of a Unix socket's path or name, without the zero octet that ends the one and starts the other.</summary>
    private const int MaxIpcName = 107;

    public static ZmtpEndpoint Parse(string text)
    {
        var (scheme, rest) = text.Split("://", 2) is [var before, var after] ? (before, after) : ("", text);
        return scheme switch
        {
            _ when rest.Length == 0 => throw Invalid(text, "nothing follows '://'"),
            "tcp" => ParseTcp(text, rest),
            "ipc" => ParseIpc(text, rest),
            "inproc" => new ZmtpEndpoint(scheme, rest),
            _ => throw Invalid(text, "it starts with neither tcp://, ipc:// nor inproc://"),
        };
    }

    /// <summary>To connect takes a port, where binding finds a free one.</summary>
    public void RequirePort()
    {
        if (Scheme == "tcp" && Port == 0)
        {
            throw Invalid(ToString(), "there is no port to connect to");
        }
    }

    public override string ToString() => Scheme switch
    {
        "tcp" when Address.Contains(':') => $"tcp://[{Address}]:{Port}",
        "tcp" => $"tcp://{Address}:{Port}",
        _ => $"{Scheme}://{Address}",
    };

    private static ZmtpEndpoint ParseTcp(string text, string rest)
    {
        var colon = rest.LastIndexOf(':');
        if (colon <= 0)
        {
            throw Invalid(text, "it has no port: tcp://host:port");
        }

        var host = rest[..colon];
        var portText = rest[(colon + 1)..];
        if (!TryParsePort(portText, out var port))
        {
            throw Invalid(text, $"'{portText}' is no port from 0 to 65535, nor '*' for any free one");
        }

        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }
        else if (host.Contains(':'))
        {
            throw Invalid(text, "an IPv6 address stands in brackets: tcp://[::1]:5000");
        }

        return new ZmtpEndpoint("tcp", host, port);
    }

    private static ZmtpEndpoint ParseIpc(string text, string rest)
    {
        var name = rest.TrimStart('@');
        return name.Length == 0 || rest.Contains('\0') || Encoding.UTF8.GetByteCount(rest) > MaxIpcName
            ? throw Invalid(text, $"a Unix socket has a path or, after '@', a name, of at most {MaxIpcName} octets")
            : new ZmtpEndpoint("ipc", rest);
    }

    private static bool TryParsePort(string text, out int port)
    {
        port = 0;
        return text == "*" || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue);
    }

    private static ZmtpException Invalid(string text, string why) =>
        new(ZmtpError.InvalidEndpoint, $"'{text}' is not an endpoint: {why}.");
}
