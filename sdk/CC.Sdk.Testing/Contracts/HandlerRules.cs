namespace CC.Sdk.Testing.Contracts;

/// <summary>Rules for handlers.</summary>
internal static class HandlerRules
{
    /// <summary>What strangers send.</summary>
    private static readonly (string Type, byte[] Body)[] Strange =
    [
        ("some.type", []),
        ("some.type", "ENC1"u8.ToArray()),
        ("some.type", "no json"u8.ToArray()),
        ("some.type", "[]"u8.ToArray()),
        ("some.type", "null"u8.ToArray()),
        ("some.type", "{}"u8.ToArray()),
        ("some.type", """{"req":"another.type"}"""u8.ToArray()),
        ("some.type", """{"req":"some.type","time":"yesterday","blob_hash":"SHA-1:00"}"""u8.ToArray()),
    ];

    public static IEnumerable<ContractCheck> Of(ContractSubject subject)
    {
        yield return new("MUST-09", "a handler answers a message that it can't use with a MessageException, or not at all", () => StrangeAsync(subject));
        yield return new("MUST-10", "a call to a handler ends when it is cancelled", () => CancelledAsync(subject));
    }

    private static Task StrangeAsync(ContractSubject subject) => ForEachAsync(subject, async (handler, message) =>
    {
        var call = OwnCall.Start(() => handler.HandleAsync(message, CancellationToken.None).AsTask());
        await call.Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.Ended.IsCompleted)
        {
            throw new ContractViolation($"{handler.GetType()} has not returned from {message.Type} within {subject.Patience.TotalSeconds:0} s; leave what takes long to a daemon, or to a task of its own");
        }

        // MessageException is how to say no. Nobody has cancelled the call: if it was, by a limit of its own, that is a crash.
        if ((call.Ended.Exception?.InnerException ?? (call.Ended.IsCanceled ? new TaskCanceledException(call.Ended) : null)) is { } crash and not MessageException)
        {
            throw new ContractViolation($"{handler.GetType()} throws {crash.GetType().Name} at a message of no use ({crash.Message}); throw MessageException");
        }
    });

    private static Task CancelledAsync(ContractSubject subject) => ForEachAsync(subject, async (handler, message) =>
    {
        await EndsAsync(subject, handler, message, static (_, _) => Task.CompletedTask).ConfigureAwait(false);
        await EndsAsync(subject, handler, message, static (call, patience) => call.WaitsAsync(patience)).ConfigureAwait(false);
    });

    /// <summary>Calls the handler, and cancels the call at a certain moment.</summary>
    private static async Task EndsAsync(ContractSubject subject, IHandler handler, Message message, Func<OwnCall, TimeSpan, Task> moment)
    {
        using var cancelling = new CancellationTokenSource();
        var call = OwnCall.Start(() => handler.HandleAsync(message, cancelling.Token).AsTask());
        await moment(call, subject.Patience).ConfigureAwait(false);
        await cancelling.CancelAsync().ConfigureAwait(false);
        await call.Ended.WaitAsync(subject.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.Ended.IsCompleted)
        {
            throw new ContractViolation($"{handler.GetType()} does not heed its cancellation token; pass it on to all that it awaits");
        }

        // It may have given up, or had no use for the message.
        if (call.Ended.Exception?.InnerException is { } crash and not (OperationCanceledException or MessageException))
        {
            throw new ContractViolation($"{handler.GetType()} throws {crash.GetType().Name} when it is cancelled ({crash.Message}); let the OperationCanceledException through");
        }
    }

    private static async Task ForEachAsync(ContractSubject subject, Func<IHandler, Message, Task> check)
    {
        var context = subject.Load();
        foreach (var (component, section, options) in subject.Configured(context).Where(entry => typeof(IHandler).IsAssignableFrom(entry.Component)).ToArray())
        {
            var handler = (IHandler)await ComponentMaker.MakeAsync(component, options, section.Name, subject.Patience).ConfigureAwait(false);
            foreach (var (type, body) in Strange)
            {
                await check(handler, Message.Create(type, body)).ConfigureAwait(false);
            }

            await ComponentMaker.EndAsync(handler, subject.Patience).ConfigureAwait(false);
        }

        context.Unload();
    }
}
