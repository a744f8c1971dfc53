namespace CC.Sdk.Tests.Contracts;

/// <summary>What is called must come to an end.</summary>
public sealed class CallRulesTests
{
    [Theory]
    [InlineData("await Task.Yield(); throw new InvalidOperationException(\"oh\");", "Small throws InvalidOperationException at a message of no use (oh)")]
    [InlineData("throw new OperationCanceledException(\"too late\");", "Small throws TaskCanceledException at a message of no use")]
    [InlineData("await Task.Delay(Timeout.Infinite, stop);", "Small has not returned from some.type within")]
    [InlineData("Thread.Sleep(Timeout.Infinite);", "Small has not returned from some.type within")]
    public Task A_handler_that_fails_or_hangs_is_against_MUST_09(string body, string said) => HandlerIsAgainstAsync("MUST-09", body, said);

    [Theory]
    [InlineData("await Task.Delay(Timeout.Infinite);", "Small does not heed its cancellation token")]
    [InlineData("stop.ThrowIfCancellationRequested(); await Task.Delay(Timeout.Infinite);", "Small does not heed its cancellation token")]
    [InlineData("stop.ThrowIfCancellationRequested(); Thread.Sleep(Timeout.Infinite);", "Small does not heed its cancellation token")]
    [InlineData("try { await Task.Delay(Timeout.Infinite, stop); } catch (OperationCanceledException) { throw new InvalidOperationException(\"cut\"); }", "Small throws InvalidOperationException when it is cancelled (cut)")]
    public Task A_handler_that_is_not_to_be_cancelled_is_against_MUST_10(string body, string said) => HandlerIsAgainstAsync("MUST-10", body, said);

    [Theory]
    [InlineData("while (!stop.IsCancellationRequested) await Task.Delay(Timeout.Infinite);", "Small has not ended within")]
    [InlineData("await Task.Yield(); while (!stop.IsCancellationRequested) await Task.Delay(Timeout.Infinite);", "Small has not ended within")]
    [InlineData("while (!stop.IsCancellationRequested) Thread.Sleep(Timeout.Infinite);", "Small has not ended within")]
    [InlineData("if (Interlocked.Increment(ref runs) > 1) throw new InvalidOperationException(\"again\"); await Task.Delay(Timeout.Infinite, stop);", "Small throws InvalidOperationException when it is cancelled (again)")]
    public Task A_daemon_that_does_not_end_or_begin_again_is_against_MUST_11(string body, string said) => IsAgainstAsync(
        "MUST-11",
        $"[Daemon(\"small\")] public class Small : IDaemon {{ static int runs; public static int Runs => runs; public async Task RunAsync(CancellationToken stop) {{ await Task.CompletedTask; {body} }} }}",
        "[d:small]\nmodule = small",
        said);

    [Theory]
    [InlineData("await Task.Delay(Timeout.Infinite);", "Small has not ended within")]
    [InlineData("Thread.Sleep(Timeout.Infinite);", "Small has not ended within")]
    public Task A_task_that_does_not_end_is_against_MUST_13(string body, string said) => TaskIsAgainstAsync("MUST-13", body, said);

    [Theory]
    [InlineData("throw new InvalidOperationException(\"oh\");", "Small throws InvalidOperationException (oh) when it is asked for what it has no use for")]
    [InlineData("if (request.Require(\"cmd\") == \"7\") throw new FormatException(\"oh\");", "Small throws FormatException (oh)")]
    public Task A_task_that_crashes_on_what_it_has_no_use_for_is_against_MUST_14(string body, string said) => TaskIsAgainstAsync("MUST-14", body, said);

    private static Task TaskIsAgainstAsync(string rule, string body, string said) => IsAgainstAsync(
        rule,
        $"[Task(\"small\")] public class Small : ITask {{ public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken stop) {{ await Task.CompletedTask; {body} }} }}",
        "[cc.task.small]",
        said);

    private static Task HandlerIsAgainstAsync(string rule, string body, string said) => IsAgainstAsync(
        rule,
        $"[Handler(\"small\")] public class Small : IHandler {{ public async ValueTask HandleAsync(Message message, CancellationToken stop) {{ await Task.CompletedTask; {body} }} }}",
        "[h:small]\nhandler = small",
        said);

    private static async Task IsAgainstAsync(string rule, string source, string section, string said)
    {
        using var plugin = new SmallPlugin(source, section);

        var breach = await plugin.BreachAsync(rule);

        Assert.StartsWith($"{rule}: ", breach, StringComparison.Ordinal);
        Assert.Contains(said, breach, StringComparison.Ordinal);
    }
}
