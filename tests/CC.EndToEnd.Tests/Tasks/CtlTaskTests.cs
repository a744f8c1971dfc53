using CC.Client.Tasks;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Bodies;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>The tool as a process, a router, and a runner.</summary>
public sealed class CtlTaskTests : RouterTest
{
    [Fact]
    public async Task Ctrl_C_has_the_task_end_and_a_second_one_leaves_it()
    {
        await using var runner = new TestRunner(Router.Endpoint) { Begins = TaskStatuses.Running };
        await using (var client = Connect())
        {
            await RegisteredAsync(new TaskClient(client));
        }

        await using var cancelled = Start("send", "h", "x", "--id", "t");
        await cancelled.WaitForErrorAsync("t: running");
        cancelled.Signal("INT");
        Assert.Equal(7, await cancelled.EndAsync());
        Assert.Contains("task.cancel.t", runner.Received);

        await using var left = Start("watch", "t");
        Assert.Equal(7, await left.EndAsync());
        Assert.Contains("t was stopped", left.Error);
    }

    [Fact]
    public async Task What_was_detached_can_be_watched_and_left_alone()
    {
        await using var runner = new TestRunner(Router.Endpoint);
        await using (var client = Connect())
        {
            await RegisteredAsync(new TaskClient(client));
        }

        await using var detached = Start("send", "h", "x", "--id", "t", "--detach");
        Assert.Equal(0, await detached.EndAsync());
        Assert.Equal("t", detached.Output);

        await using var watching = Start("watch", "t", "--host", "h");
        await watching.WaitForErrorAsync("t: launched");
        watching.Signal("INT");
        Assert.Equal(0, await watching.EndAsync());
        Assert.DoesNotContain("task.cancel.t", runner.Received);

        await using var listing = Start("list");
        Assert.Equal(0, await listing.EndAsync());
        Assert.Matches("(?m)^h +alive +1 ", listing.Output);
    }

    private Ctl Start(params string[] arguments) => Ctl.Start(new Dictionary<string, string>(), [.. arguments.Prepend("task"), "-e", Router.Endpoint]);
}
