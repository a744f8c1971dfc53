using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Ends the process that it runs in at once, and says why.</summary>
[Daemon("wreck-failfast")]
public sealed class FailFastDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        Environment.FailFast("on purpose");
        return Task.CompletedTask;
    }
}
