using System.Diagnostics;

namespace CC.Sdk.Testing.Contracts;

/// <summary>Rules for daemons.</summary>
internal static class DaemonRules
{
    public static IEnumerable<ContractCheck> Of(ContractSubject subject)
    {
        yield return new("MUST-11", "a daemon ends when it is cancelled, and can then be run again", () => StopsAsync(subject));
    }

    /// <summary>When a daemon is cancelled: before it has done anything, once it waits, and a while after that.</summary>
    private static readonly Func<OwnCall, TimeSpan, Task>[] Moments =
    [
        (_, _) => Task.CompletedTask,
        (running, patience) => running.WaitsAsync(patience),
        async (running, patience) =>
        {
            await running.WaitsAsync(patience).ConfigureAwait(false);
            await OthersHadTheirTurnAsync().ConfigureAwait(false);
        },
    ];

    private static async Task StopsAsync(ContractSubject subject)
    {
        var context = subject.Load();
        foreach (var (component, section, options) in subject.Configured(context).Where(entry => typeof(IDaemon).IsAssignableFrom(entry.Component)).ToArray())
        {
            foreach (var moment in Moments)
            {
                var daemon = (IDaemon)await ComponentMaker.MakeAsync(component, options, section.Name, subject.Patience).ConfigureAwait(false);
                using var stopping = new CancellationTokenSource();
                var running = OwnCall.Start(() => daemon.RunAsync(stopping.Token));
                await moment(running, subject.Patience).ConfigureAwait(false);
                await stopping.CancelAsync().ConfigureAwait(false);
                await EndedAsync(running, component, subject.Patience).ConfigureAwait(false);
                await ComponentMaker.EndAsync(daemon, subject.Patience).ConfigureAwait(false);
            }
        }

        context.Unload();
    }

    /// <summary>
    /// What a daemon has left to the thread pool is under way then: others have had their turn often, and for longer than a thread sleeps that was interrupted in the midst of it.
    /// They queue behind what was there before them; by <see cref="Task.Run(Action)"/>, each would go before it.
    /// </summary>
    private static async Task OthersHadTheirTurnAsync()
    {
        const int Turns = 5000;
        var aWhile = TimeSpan.FromMilliseconds(200);
        var begun = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < Turns || Stopwatch.GetElapsedTime(begun) < aWhile; turn++)
        {
            await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private static async Task EndedAsync(OwnCall running, Type component, TimeSpan patience)
    {
        await running.Ended.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.Ended.IsCompleted)
        {
            throw new ContractViolation($"{component} has not ended within {patience.TotalSeconds:0} s of its cancellation; pass the token on to all that it awaits");
        }

        // To be cancelled is a way to end, as well.
        if (running.Ended.Exception?.InnerException is { } crash and not OperationCanceledException)
        {
            throw new ContractViolation($"{component} throws {crash.GetType().Name} when it is cancelled ({crash.Message}); return, or let the OperationCanceledException through");
        }
    }
}
