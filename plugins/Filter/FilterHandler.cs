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

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (Passes(message.Type))
        {
            return messages.ForwardAsync(options.ForwardTo, message, cancellationToken);
        }

        metrics.CountDropped(Filtered, 1, message.ContentLength);
        return default;
    }

    private bool Passes(string type) =>
        !exclude.Any(pattern => pattern.IsMatch(type)) && (include is [] || include.Any(pattern => pattern.IsMatch(type)));
}
