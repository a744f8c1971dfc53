using CC.Supervision.Processes;

namespace CC.Supervision.Health;

/// <summary>Finds out when one process is ready, and then whether it goes on living. Its two words are told once each.</summary>
internal sealed class HealthWatch(ProbeRules? ready, ProbeRules? alive, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly LineMatch? lines = ready is { Kind: ProbeKind.Log } log ? new LineMatch(log.Target) : null;
    private readonly NotifySocket? socket = ready is { Kind: ProbeKind.Notify } ? new NotifySocket() : null;

    /// <summary>Where the process says that it is ready; null if it is not asked to.</summary>
    public string? NotifyPath => socket?.Path;

    /// <summary>The process has written something.</summary>
    public void Read(int stream, ReadOnlySpan<byte> octets) => lines?.Read(stream, octets);

    /// <summary>Watches until the process ends.</summary>
    /// <param name="order">How the process was started.</param>
    /// <param name="host">Starts what probes need.</param>
    /// <param name="ended">Completes with the process.</param>
    /// <param name="isReady">Told when it is ready.</param>
    /// <param name="isSick">Told why it should be replaced.</param>
    public async Task RunAsync(ProcessOrder order, ProcessHost host, Task ended, Action isReady, Action<string> isSick)
    {
        var watching = WatchAsync(order, host, isReady, isSick);
        await Task.WhenAny(watching, ended).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    public void Dispose()
    {
        socket?.Dispose();
        over.Dispose();
    }

    private async Task WatchAsync(ProcessOrder order, ProcessHost host, Action isReady, Action<string> isSick)
    {
        if (!await BecomesReadyAsync(order, host).ConfigureAwait(false))
        {
            isSick($"it was not ready after {ready!.Failures} looks ({ready.Kind}: {ready.Target})");
            return;
        }

        isReady();
        if (alive is not null && !await HoldsAsync(alive, new Probe(alive, order, host, time), until: false).ConfigureAwait(false))
        {
            isSick($"it was not alive {alive.Failures} times in a row ({alive.Kind}: {alive.Target})");
        }
    }

    private async Task<bool> BecomesReadyAsync(ProcessOrder order, ProcessHost host)
    {
        switch (ready?.Kind)
        {
            case null:
                return true;
            case ProbeKind.Log:
                await lines!.Found.WaitAsync(over.Token).ConfigureAwait(false);
                return true;
            case ProbeKind.Notify:
                await socket!.WhenReadyAsync(over.Token).ConfigureAwait(false);
                return true;
            default:
                return await HoldsAsync(ready, new Probe(ready, order, host, time), until: true).ConfigureAwait(false);
        }
    }

    /// <summary>Looks again and again: until it holds, or as long as it does. False when it has failed too often in a row.</summary>
    private async Task<bool> HoldsAsync(ProbeRules rules, Probe probe, bool until)
    {
        await Task.Delay(rules.Delay, time, over.Token).ConfigureAwait(false);
        for (var failures = 0; rules.Failures == 0 || failures < rules.Failures;)
        {
            var holds = await probe.LookAsync(over.Token).ConfigureAwait(false);
            if (holds && until)
            {
                return true;
            }

            failures = holds ? 0 : failures + 1;
            await Task.Delay(rules.Period, time, over.Token).ConfigureAwait(false);
        }

        return false;
    }
}
