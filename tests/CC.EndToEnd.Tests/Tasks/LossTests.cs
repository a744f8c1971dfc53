using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>Runners and routers that go while a task is under way.</summary>
public sealed class LossTests : RouterTest
{
    private static readonly TaskPatience Quick = new() { FirstReply = TimeSpan.FromSeconds(1), Resends = 60, Quiet = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task A_client_is_told_at_once_that_its_runner_has_gone_and_learns_what_becomes_of_the_task()
    {
        await using var client = Connect();
        var tasks = new TaskClient(client);
        var first = new TestRunner(Router.Endpoint);
        await RegisteredAsync(tasks);
        await using var updates = tasks.SendAsync(Sample(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await UntilAsync(updates, update => update.Status == TaskStatuses.Launched);

        await first.DisposeAsync();
        var gone = await UntilAsync(updates, _ => true);
        await using var second = new TestRunner(Router.Endpoint);
        await RegisteredAsync(tasks);
        second.Tell("t", TaskStatuses.Stopped);
        var last = await UntilAsync(updates, update => update.Outcome is not null);

        Assert.Equal(("runner-gone", null), (gone.Code, gone.Outcome));
        Assert.Equal(TaskOutcome.Stopped, last.Outcome);
    }

    [Fact]
    public async Task A_router_that_was_killed_and_started_again_brings_the_outcome_to_who_asks_for_it()
    {
        await using var client = Connect();
        var tasks = new TaskClient(client, Quick);
        await using var runner = new TestRunner(Router.Endpoint);
        await RegisteredAsync(tasks);
        await using var updates = tasks.SendAsync(Sample(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await UntilAsync(updates, update => update.Status == TaskStatuses.Launched);

        await Router.KillAsync();
        runner.Tell("t", TaskStatuses.Finished);
        await Router.StartAsync();
        var last = await UntilAsync(updates, update => update.Outcome is not null);

        Assert.Equal(TaskOutcome.Finished, last.Outcome);
        Assert.Single(runner.Received, type => type == "task.send.t");
    }
}
