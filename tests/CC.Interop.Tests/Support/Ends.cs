using System.Text;
using CC.Zmtp;

namespace CC.Interop.Tests.Support;

/// <summary>Makes the two ends of a pair such as "REQ ROUTER".</summary>
internal static class Ends
{
    public static OurEnd Ours(string pair, bool isFirst, string maxVersion = "3.1") =>
        new(Enum.Parse<SocketType>(TypeOf(pair, isFirst), ignoreCase: true), new ZmtpSocketOptions
        {
            Identity = NameOf(pair, isFirst) is { } name ? Encoding.ASCII.GetBytes(name) : default,
            Mandatory = true,
            MaxVersion = Version.Parse(maxVersion),
        });

    public static async Task<TheirEnd> TheirsAsync(ZmqPeer peer, string pair, bool isFirst)
    {
        var type = TypeOf(pair, isFirst);
        var options = new List<(string, object)>();
        if (type == "ROUTER")
        {
            options.Add(("ROUTER_MANDATORY", 1));
        }

        if (NameOf(pair, isFirst) is { } name)
        {
            options.Add(("IDENTITY", name));
        }

        await peer.OpenAsync("theirs", type, [.. options]);
        return new TheirEnd(peer, "theirs");
    }

    public static async Task JoinAsync(IZmqEnd binder, IZmqEnd connector, string transport)
    {
        var endpoint = await binder.BindAsync(Endpoints.New(transport));
        await connector.ConnectAsync(endpoint);
    }

    private static string TypeOf(string pair, bool isFirst) => pair.Split(' ')[isFirst ? 0 : 1];

    /// <summary>Two ROUTERs have to know each other's name.</summary>
    private static string? NameOf(string pair, bool isFirst) => pair != "ROUTER ROUTER" ? null : isFirst ? "first" : "second";
}
