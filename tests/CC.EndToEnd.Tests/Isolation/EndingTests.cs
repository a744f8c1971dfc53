using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>A daemon's process ends with its node, whatever ends that.</summary>
public sealed class EndingTests : IsolationTest
{
    [Fact]
    public async Task The_node_ends_it_in_order()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-chatter"));
        await server.WaitForLineAsync("its node answered");
        var child = await Child.OfAsync(server);

        await StopInOrderAsync(server);

        await child.EndsAsync();
        await server.WaitForLineAsync("d:one ends");
        Assert.DoesNotContain(server.Output, line => line.Contains(" WARNING ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_end_is_killed_before_the_nodes_time_is_over()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-stubborn", main: "stop-timeout = 2"));
        var child = await Child.OfAsync(server);
        await server.WaitForLineAsync("nothing ends it");

        await StopInOrderAsync(server);

        await child.EndsAsync();
        await server.WaitForLineAsync($"its process {child.Id} is killed");
    }

    [Theory]
    [InlineData("wreck-chatter", "its node answered")]
    [InlineData("wreck-stubborn", "nothing ends it")]
    public async Task It_does_not_outlive_a_node_that_is_killed(string module, string runs)
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(module, main: "stop-timeout = 2"));
        var child = await Child.OfAsync(server);
        await server.WaitForLineAsync(runs);

        await server.KillAsync();

        await child.EndsAsync();
    }

    [Fact]
    public async Task It_ends_in_order_when_somebody_else_asks_it_to_and_is_started_again()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-chatter"));
        await server.WaitForLineAsync("its node answered");

        (await Child.OfAsync(server)).Terminate();

        await server.WaitForLineAsync("d:one ends");
        await server.WaitForLinesAsync("its node answered", 2);
        Assert.DoesNotContain(server.Output, line => line.Contains("Crashed", StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Limits_hold_from_its_start()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-chatter", "max-files = 321\nnice = 7"));
        await server.WaitForLineAsync("its node answered");

        var child = await Child.OfAsync(server);

        Assert.Equal(7, child.Nice);
        Assert.Matches(@"Max open files +321 +321 ", child.MaxFiles);
        await StopInOrderAsync(server);
    }
}
