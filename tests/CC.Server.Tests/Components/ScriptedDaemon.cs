using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Server.Tests.Components;

/// <summary>Does what the test says that made it: found by the job's name, since a daemon is given nothing else of a test's.</summary>
[Daemon("scripted")]
public sealed class ScriptedDaemon(ComponentContext context) : IDaemon, IDisposable
{
    public static ConcurrentDictionary<string, Func<CancellationToken, Task>> Scripts { get; } = new();

    public static ConcurrentDictionary<string, int> Disposals { get; } = new();

    public Task RunAsync(CancellationToken cancellationToken) => Scripts[context.JobName](cancellationToken);

    public void Dispose() => Disposals.AddOrUpdate(context.JobName, 1, (_, count) => count + 1);
}
