using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace CC.Server.Lifetime;

/// <summary>What signals ask of this process: SIGTERM and SIGINT to stop, SIGHUP to read the configuration again.</summary>
internal sealed class SignalRequests : IDisposable
{
    private static readonly TimeSpan DoubleInterrupt = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> reloads = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly PosixSignalRegistration[] registrations;
    private readonly TimeProvider time;
    private readonly Action endAtOnce;
    private long? lastInterrupt;

    /// <summary>Begins to heed signals.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="endAtOnce">Ends the process; called for a second interrupt within a second.</param>
    public SignalRequests(TimeProvider time, Action endAtOnce)
    {
        this.time = time;
        this.endAtOnce = endAtOnce;
        registrations = [Heed(PosixSignal.SIGINT), Heed(PosixSignal.SIGTERM), Heed(PosixSignal.SIGHUP)];
    }

    /// <summary>Cancelled when the process is to stop.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Completes when the process is to stop.</summary>
    public Task WhenStoppingAsync() => stopped.Task;

    /// <summary>Waits until the configuration is to be read again; false when the process is to stop. Several requests that wait are one.</summary>
    public async Task<bool> NextReloadAsync() =>
        await reloads.Reader.WaitToReadAsync() && reloads.Reader.TryRead(out _) && !stopping.IsCancellationRequested;

    /// <summary>Does what a signal asks for.</summary>
    public void Take(PosixSignal signal)
    {
        switch (signal)
        {
            case PosixSignal.SIGHUP:
                reloads.Writer.TryWrite(true);
                break;
            case PosixSignal.SIGINT:
                Interrupt();
                break;
            default:
                Stop();
                break;
        }
    }

    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());

    private PosixSignalRegistration Heed(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Take(signal);
        });

    private void Interrupt()
    {
        var now = time.GetTimestamp();
        if (lastInterrupt is { } last && time.GetElapsedTime(last, now) < DoubleInterrupt)
        {
            endAtOnce();
        }

        lastInterrupt = now;
        Stop();
    }

    private void Stop()
    {
        reloads.Writer.TryComplete();
        stopped.TrySetResult();
        stopping.Cancel();
    }
}
