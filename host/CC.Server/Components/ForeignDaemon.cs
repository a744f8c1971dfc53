using CC.Sdk;

namespace CC.Server.Components;

/// <summary>Stands for a program that a section names in place of a plugin; its manager runs it, not the host.</summary>
internal sealed class ForeignDaemon : IDaemon
{
    public static Component Component { get; } = new(ComponentKind.Daemon, typeof(ForeignDaemon), ["program"], NodeRole.Any, Concurrent: false);

    public Task RunAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("the section names a program (script or command), and its manager runs daemons that are plugins only");
}
