using CC.Sdk;

namespace CC.Plugins.Disposer;

/// <summary>Counts messages and throws them away.</summary>
[Handler("disposer", Concurrent = true)]
public sealed class DisposerHandler(IMetrics metrics) : IHandler
{
    private readonly ICounter count = metrics.Counter("disposed_count");
    private readonly ICounter bytes = metrics.Counter("disposed_bytes");

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        count.Add(1);
        bytes.Add(message.ContentLength);
        return default;
    }
}
