using CC.Files;
using CC.Sdk;

namespace CC.Plugins.Filter;

/// <summary>Lets messages of certain types through to another handler.</summary>
[Handler("filter", Concurrent = true)]
public sealed class FilterHandler(FilterOptions options, IMessages messages, IMetrics metrics) : IHandler
{
    /// <summary>Why messages are dropped that do not pass, as it is counted.</summary>
    public const string Filtered = "filtered";

    private readonly Wildcard[] include = [.. options.Include.Select(pattern => new Wildcard(pattern))];
    private readonly Wildcard[] exclude = [.. options.Exclude.Select(pattern => new Wildcard(pattern))];

    private readonly Tally all = new(metrics, "");
    private readonly Tally ok = new(metrics, ".ok");
    private readonly Tally dropped = new(metrics, ".dropped");
    private readonly Tally crashed = new(metrics, ".crashed");

    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        all.Add(message);
        if (!Passes(message.Type))
        {
            dropped.Add(message);
            metrics.CountDropped(Filtered, 1, message.ContentLength);
            return;
        }

        try
        {
            await messages.ForwardAsync(options.ForwardTo, message, cancellationToken);
            ok.Add(message);
        }
        catch
        {
            crashed.Add(message);
            throw;
        }
    }

    private bool Passes(string type) =>
        !exclude.Any(pattern => pattern.IsMatch(type)) && (include is [] || include.Any(pattern => pattern.IsMatch(type)));

    /// <summary>Messages with one outcome, and their octets, as CC 0.8.7 names them.</summary>
    private sealed class Tally(IMetrics metrics, string outcome)
    {
        private readonly ICounter count = metrics.Counter($"filter.count{outcome}");
        private readonly ICounter bytes = metrics.Counter($"filter.bytes{outcome}");

        public void Add(in Message message)
        {
            count.Add(1);
            bytes.Add(message.ContentLength);
        }
    }
}
