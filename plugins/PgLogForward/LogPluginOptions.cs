using System.Text;
using CC.Sdk;
using CC.Sdk.Options;

namespace CC.Plugins.PgLogForward;

/// <summary>A section of log plugins: which ones, and all that they can be told.</summary>
public sealed record LogPluginOptions : IValidatedOptions
{
    /// <summary>The module whose plugins are used, all of them.</summary>
    public string Module { get; init; } = LogModules.ExampleLogWatch;

    /// <summary>What is appended to the type of messages: <c>db.SUFFIX</c>.</summary>
    public string MsgSuffix { get; init; } = "confdb";

    /// <summary>ProcessErrors: after so long without a message an ordinary line is let through, which tells that all is well.</summary>
    [Option("error_reset_interval", Min = 0)]
    public TimeSpan ErrorResetInterval { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>HandleStats: the queue that gets the statistics; empty for none.</summary>
    [Option("stat_queue_name")]
    public string StatQueueName { get; init; } = "";

    /// <summary>HandleStats: how often they are sent.</summary>
    [Option("stat_interval", Min = 1)]
    public TimeSpan StatInterval { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>HandleStats: how many rows are gathered at the most.</summary>
    [Option("max_stat_items", Min = 1, Max = 1_000_000)]
    public int MaxStatItems { get; init; } = 10_000;

    /// <summary>HandleStats: whether statements are counted by their durations; else by the lines that PostgreSQL logs for calls of functions.</summary>
    [Option("parse_statements")]
    public bool ParseStatements { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (!LogModules.Has(Module))
        {
            yield return ("module", $"is no module of log plugins; there is: {LogModules.ExampleLogWatch}");
        }

        if (MsgSuffix.Length > 0 && !Message.IsType(Encoding.UTF8.GetBytes(MsgSuffix)))
        {
            yield return ("msg-suffix", "is labels of letters, digits, '_' and '-', joined by dots");
        }
    }
}
