using CC.Client;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>Another build of a daemon that has a process of its own is tried out in a process of its own before it takes over.</summary>
public sealed class TrialTests : BuildTest
{
    [Theory]
    [InlineData("throws", "^.d:one. weather can't be made: there is no weather today .InvalidOperationException.$")]
    [InlineData("fails", "^.d:one. weather has failed its self-test: the station does not answer .InvalidOperationException.$")]
    [InlineData("hangs", "^.d:one. weather can't be made: its constructor has not returned in time$")]
    [InlineData("hangs-all", "^.d:one. weather can't be made: its constructor has not returned in time$")]
    [InlineData("overflows", @"^.d:one. weather can't be made: its process \d+ was killed by SIGABRT, .*\n +Stack overflow")]
    [InlineData("segfaults", @"^.d:one. weather can't be made: its process \d+ was killed by SIGSEGV")]
    [InlineData("exits", @"^.d:one. weather can't be made: its process \d+ ended with exit code 0")]
    public async Task One_that_would_not_work_is_refused_and_the_one_before_goes_on(string mistake, string why)
    {
        Deploy(Saying("before"));
        await using var server = await ServerProcess.StartAsync(DaemonIni("probe-timeout = 3"));
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("says before");

        Deploy(Daemon(mistake));
        var plugin = await UntilAsync(client, plugin => plugin.Refused.Length > 0);

        Assert.Equal(("active", "malfunctioned"), (plugin.State, plugin.Refused));
        Assert.Matches(why, plugin.Why);
        await PingAsync(client);
        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotContain(server.Output, line => line.Contains("has ended; it is started again", StringComparison.Ordinal));
        Assert.Single(server.Output, line => line.Contains("runs in process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_tried_out_under_the_limits_that_it_is_to_run_under()
    {
        Deploy(Saying("before"));
        await using var server = await ServerProcess.StartAsync(DaemonIni("probe-timeout = 60", "max-memory = 64M"));
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("says before");

        Deploy(Daemon("takes-memory"));
        var plugin = await UntilAsync(client, plugin => plugin.Refused.Length > 0);

        Assert.Matches("^.d:one. weather can't be made: (.|\n)*emory", plugin.Why); // Whether the exception can still be told of, or the runtime gives up, is open.
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_good_one_takes_over_and_nothing_of_the_one_before_is_left()
    {
        Deploy(Saying("before"));
        await using var server = await ServerProcess.StartAsync(DaemonIni("probe-timeout = 60"));
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("says before");
        var before = await Child.OfAsync(server);

        Deploy(Saying("after"));

        await server.WaitForLineAsync("says after");
        await before.EndsAsync();
        await UntilAsync(client, plugin => plugin is { State: "active", Refused: "", Leaving: [] });
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Stopping_the_node_ends_a_trial_that_hangs()
    {
        Deploy(Saying("before"));
        await using var server = await ServerProcess.StartAsync(DaemonIni("probe-timeout = 600"), "-v");
        await server.WaitForLineAsync("says before");
        Deploy(Daemon("hangs-all"));
        var line = await server.WaitForLineAsync("is tried out in process");

        await server.StopAsync();

        await Child.In(line).EndsAsync();
    }
}
