using System.Runtime.CompilerServices;
using CC.Loading;

namespace CC.Sdk.Testing.Contracts;

/// <summary>The rule that makes plugins replaceable.</summary>
internal static class UnloadRule
{
    private const int Rounds = 5;

    public static IEnumerable<ContractCheck> Of(ContractSubject subject)
    {
        yield return new("MUST-12", "once its components have ended, nothing holds it in memory", () => Check(subject));
    }

    private static async Task Check(ContractSubject subject)
    {
        var rounds = await OnThreadOfItsOwnAsync(() => Enumerable.Range(0, Rounds).Select(_ => Use(subject)).ToArray()).ConfigureAwait(false);
        if (!rounds.All(UnloadProof.IsGone))
        {
            var suspects = UnloadSuspects.In(File.ReadAllBytes(subject.AssemblyPath), subject.AssemblyPath);
            throw new ContractViolation(suspects is []
                ? "it stays in memory; something outside of it refers to one of its objects: an event, a timer, a thread, a cache"
                : $"it stays in memory; look at {string.Join("; ", suspects)}");
        }
    }

    /// <summary>Whatever the thread's stack still refers to is gone with the thread.</summary>
    private static Task<T> OnThreadOfItsOwnAsync<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(ContractSubject subject)
    {
        var context = subject.Load();
        UseEachAsync(subject, context).GetAwaiter().GetResult();
        context.Unload();
        return new WeakReference(context);
    }

    private static async Task UseEachAsync(ContractSubject subject, PluginLoadContext context)
    {
        foreach (var (component, section, options) in subject.Configured(context).ToArray())
        {
            var made = await ComponentMaker.MakeAsync(component, options, section.Name, subject.Patience).ConfigureAwait(false);
            switch (made)
            {
                case IHandler handler:
                    await OwnCall.Start(() => handler.HandleAsync(Message.Create("some.type", """{"req":"some.type"}"""u8.ToArray()), CancellationToken.None).AsTask())
                        .Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                case ITask task:
                    using (var ending = new CancellationTokenSource())
                    {
                        var running = OwnCall.Start(() => task.RunAsync(TaskRules.Request(section.Name), new Fakes.FakeTaskFeedback(), ending.Token));
                        await running.WaitsAsync(subject.Patience).ConfigureAwait(false);
                        await ending.CancelAsync().ConfigureAwait(false);
                        await running.Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }

                    break;
                case IDaemon daemon:
                    using (var stopping = new CancellationTokenSource())
                    {
                        var running = OwnCall.Start(() => daemon.RunAsync(stopping.Token));
                        await running.WaitsAsync(subject.Patience).ConfigureAwait(false);
                        await stopping.CancelAsync().ConfigureAwait(false);
                        await running.Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }

                    break;
            }

            await ComponentMaker.EndAsync(made, subject.Patience).ConfigureAwait(false);
        }
    }
}
