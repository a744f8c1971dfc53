using System.Runtime.InteropServices;

namespace CC.Cli.Dev;

/// <summary>Ctrl-C and its like: the first has all end, the second has it end at once.</summary>
internal sealed class DevSignals : IDisposable
{
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] registrations;

    public DevSignals() => registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (!first.TrySetResult())
        {
            second.TrySetResult();
        }
    }))];

    public Task First => first.Task;

    public Task Second => second.Task;

    /// <summary>As the first Ctrl-C does.</summary>
    public void End() => first.TrySetResult();

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }
}
