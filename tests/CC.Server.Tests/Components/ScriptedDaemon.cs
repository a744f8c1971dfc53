using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Server.Tests.Components;

/// <summary>Does what the test says that made it: found by the job's name, since a daemon is given nothing else of a test's.</summary>
[Daemon("scripted")]
public sealed class ScriptedDaemon(ComponentContext context) : IDaemon, IFileCarrier, IDisposable
{
    public static ConcurrentDictionary<string, Func<CancellationToken, Task>> Scripts { get; } = new();

    public static ConcurrentDictionary<string, int> Disposals { get; } = new();

    public Task RunAsync(CancellationToken cancellationToken) => Scripts[context.JobName](cancellationToken);

    public ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken) => new([]);

    public ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken) => new((string?)null);

    public void Dispose() => Disposals.AddOrUpdate(context.JobName, 1, (_, count) => count + 1);
}
