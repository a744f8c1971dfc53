using CC.Sdk.Options;

namespace CC.Plugins.PgLogForward;

/// <summary>A section of the receiver of PostgreSQL's log.</summary>
public sealed record PgLogForwardOptions
{
    /// <summary>The address to listen on, or a name of it.</summary>
    public string ListenHost { get; init; } = "127.0.0.1";

    /// <summary>The UDP port; 0 is any free one, which the log names.</summary>
    [Option(Min = 0, Max = 65535)]
    public int ListenPort { get; init; } = 23456;

    /// <summary>The format that the extension is set to.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Netstr;

    /// <summary>The sections of log plugins, in the order in which they see an entry.</summary>
    [Option(Required = true, Refers = SectionKind.Part, ReferredOptions = typeof(LogPluginOptions))]
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Whether datagrams that can't be read are told of in the log, one a second.</summary>
    public bool LogParsingErrors { get; init; }

    /// <summary>How many datagrams wait at the most.</summary>
    [Option(Min = 1, Max = 1_000_000)]
    public int QueueSize { get; init; } = 1000;

    /// <summary>How often CC 0.8.7 counts; here the node does, by its own stats-period.</summary>
    [Option(Min = 0)]
    public TimeSpan StatsPeriod { get; init; } = TimeSpan.FromSeconds(30);
}
