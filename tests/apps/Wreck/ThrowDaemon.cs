using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Fails as a daemon may.</summary>
[Daemon("wreck-throw")]
public sealed class ThrowDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken) => throw new FormatException("thrown on purpose");
}
