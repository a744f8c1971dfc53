using CC.Sdk.Options;

namespace CC.Plugins.SkyLog;

/// <summary>A section of the receiver of skytools' logs.</summary>
public sealed record SkyLogOptions
{
    /// <summary>The address to listen on, or a name of it.</summary>
    public string ListenHost { get; init; } = "127.0.0.1";

    /// <summary>The UDP port; 0 is any free one, which the log names.</summary>
    [Option(Min = 0, Max = 65535)]
    public int ListenPort { get; init; } = 23457;

    /// <summary>Whether datagrams that can't be read are told of in the log, one a second.</summary>
    public bool LogParsingErrors { get; init; }

    /// <summary>How many datagrams wait at the most.</summary>
    [Option(Min = 1, Max = 1_000_000)]
    public int QueueSize { get; init; } = 1000;

    /// <summary>How often other versions of CC count; here the node does, by its own stats-period.</summary>
    [Option(Min = 0)]
    public TimeSpan StatsPeriod { get; init; } = TimeSpan.FromSeconds(30);
}
