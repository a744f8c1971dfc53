using System.Runtime.InteropServices;

namespace CC.Cli.Tasks;

/// <summary>Ctrl-C while a task is followed: the first one asks for its end, the second one leaves it. SIGTERM leaves at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource leave = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <param name="leavesAtOnce">Whether the first one leaves it, too.</param>
    public Interrupts(bool leavesAtOnce)
    {
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
            {
                context.Cancel = true;
                if (!first.TrySetResult() || leavesAtOnce)
                {
                    leave.Cancel();
                }
            }),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                leave.Cancel();
            }),
        ];
    }

    /// <summary>Completes with the first Ctrl-C.</summary>
    public Task First => first.Task;

    /// <summary>Cancelled when it is to be left.</summary>
    public CancellationToken Leave => leave.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        leave.Dispose();
    }
}
