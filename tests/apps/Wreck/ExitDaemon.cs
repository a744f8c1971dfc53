using CC.Sdk;

namespace CC.Plugins.Wreck;

/// <summary>Ends the process that it runs in.</summary>
[Daemon("wreck-exit")]
public sealed class ExitDaemon : IDaemon
{
    public const int Code = 77;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        Environment.Exit(Code);
        return Task.CompletedTask;
    }
}
