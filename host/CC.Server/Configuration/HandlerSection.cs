using CC.Sdk.Options;
using CC.Server.Routing;

namespace CC.Server.Configuration;

/// <summary>What every handler's section may have, whatever the handler.</summary>
internal sealed record HandlerSection
{
    /// <summary>The handler's name.</summary>
    public string Handler { get; init; } = "";

    /// <summary>An older key for the same, which wins.</summary>
    public string Plugin { get; init; } = "";

    /// <summary>Messages that may wait for a handler that takes them one at a time.</summary>
    [Option(Min = 1)]
    public int MailboxSize { get; init; } = 1000;

    /// <summary>What happens to a message when as many wait: its sender waits too, or it is dropped.</summary>
    public WhenFull MailboxFull { get; init; }

    public string Name => Plugin.Length > 0 ? Plugin : Handler;
}
