using CC.Zmtp;

namespace CC.Cli.Nodes;

/// <summary>Says what is the matter with a link.</summary>
internal static class LinkTrouble
{
    /// <summary>Why nothing can be asked over the link now; null where an event tells of no trouble.</summary>
    public static string? Of(ZmtpEvent what, string endpoint) => what.Kind switch
    {
        ZmtpEventKind.ConnectFailed => $"{what.Detail.TrimEnd('.')}; start the node, or name another with --endpoint",
        ZmtpEventKind.HandshakeFailed or ZmtpEventKind.GivenUp => $"what listens at {endpoint} is no node: {what.Detail.TrimEnd('.')}; name another with --endpoint",
        ZmtpEventKind.Disconnected => $"{endpoint} has ended the connection; see if the node still runs",
        _ => null,
    };
}
