namespace CC.Interop.Tests.Postgres;

/// <summary>A server that goes, and comes back.</summary>
public sealed class OutageTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Ask = "\"function\": \"pg_catalog.pg_backend_pid\", \"return\": \"one\"";

    [Fact]
    public async Task A_server_that_was_started_anew_between_calls_is_not_noticed()
    {
        PostgresServer.SkipUnlessInstalled();
        var time = new ForwardedTime();
        await using var caller = new Caller(server.ConnectString, "allowed-functions = *\nworker-threads = 3", time);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => caller.DataAsync("\"function\": \"pg_catalog.pg_sleep\", \"params\": [0.1], \"return\": \"one\"")));

        await server.StopAsync();
        await server.StartAsync();
        time.Forward(TimeSpan.FromSeconds(1)); // So long connections count as good without being tried out.

        Assert.DoesNotContain("error", await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => caller.DataAsync(Ask))));
    }

    [Fact]
    public async Task Calls_wait_for_a_server_that_is_away_and_fail_when_that_takes_too_long()
    {
        PostgresServer.SkipUnlessInstalled();
        await using var caller = new Caller(server.ConnectString, "allowed-functions = *\nworker-threads = 2\nconnect-timeout = 0.5");
        await server.StopAsync();

        var failed = await caller.ErrorAsync(Ask);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => caller.ErrorAsync(Ask)));

        Assert.Equal("db-unavailable", failed.Code);
        Assert.Contains("can't be used: ", failed.Msg, StringComparison.Ordinal);
        Assert.All(others, other => Assert.Equal("db-unavailable", other.Code));
        Assert.Single(caller.Logger.Lines, line => line.Text.Contains("calls fail until it can", StringComparison.Ordinal));
        Assert.Equal(21, caller.Metrics["count.dropped.db-unavailable"]);

        await server.StartAsync();
        await UntilServedAsync(caller);
        Assert.Single(caller.Logger.Lines, line => line.Text.Contains("can be used again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_comes_while_the_server_starts_is_carried_out()
    {
        PostgresServer.SkipUnlessInstalled();
        await using var caller = new Caller(server.ConnectString);
        await server.StopAsync();

        var waiting = caller.DataAsync(Ask);
        await server.StartAsync();

        Assert.StartsWith("[", await waiting, StringComparison.Ordinal);
    }

    private static async Task UntilServedAsync(Caller caller)
    {
        while ((await caller.CallAsync(Ask)).Type == "error")
        {
            await Task.Delay(50);
        }
    }
}
