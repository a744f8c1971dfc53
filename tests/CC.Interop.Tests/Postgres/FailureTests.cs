using CC.Sdk.Testing;

namespace CC.Interop.Tests.Postgres;

/// <summary>Whoever calls is told what has gone wrong, and nothing hangs.</summary>
public sealed class FailureTests(PostgresServer server) : DatabaseTest(server)
{
    [Theory]
    [InlineData("unheard_of", "[]", "42883", "unheard_of has failed: function public.unheard_of() does not exist")]
    [InlineData("add", "[\"one\", 2]", "22P02", "invalid input syntax for type integer: \"one\"")]
    [InlineData("add", "{\"c\": 2}", "42883", "add has failed: function public.add(c => unknown) does not exist")]
    [InlineData("fail", "[\"luck\"]", "P0042", "fail has failed: no luck")]
    [InlineData("divide", "[1, 0]", "22012", "divide has failed: division by zero")]
    [InlineData("say", "[\"a\\u0000b\"]", "22021", "invalid byte sequence")]
    [InlineData("sum_up", "[[1, [2]]]", "22P02", "malformed array literal")]
    public async Task What_postgres_refuses_is_told_with_its_code(string function, string parameters, string state, string text)
    {
        foreach (var wish in (string[])["all", "no"])
        {
            var error = await NewCaller().ErrorAsync($"\"function\": \"{function}\", \"params\": {parameters}, \"return\": \"{wish}\", \"ident\": 7");

            Assert.Equal(("failed", state), (error.Code, error.SqlState));
            Assert.Contains(text, error.Msg, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", error.Msg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_cancelled_and_the_connection_goes_on()
    {
        var caller = NewCaller("allowed-functions = *\ncall-timeout = 0.2\nworker-threads = 1");

        var error = await caller.ErrorAsync("\"function\": \"nap\", \"params\": [600]");

        Assert.Equal("timeout", error.Code);
        Assert.Contains("0.2 s (call-timeout)", error.Msg, StringComparison.Ordinal);
        Assert.Equal("[3]", await caller.DataAsync("\"function\": \"add\", \"params\": [1, 2], \"return\": \"one\""));
        Assert.Equal(0L, await Server.ExecuteAsync("select count(*) from pg_stat_activity where state = 'active' and query like '%nap%' and pid <> pg_backend_pid()"));
    }

    [Fact]
    public async Task A_limit_of_the_database_counts_as_well()
    {
        await using var caller = new Caller($"{Server.ConnectString} options='-c statement_timeout=100'");

        var error = await caller.ErrorAsync("\"function\": \"nap\", \"params\": [600]");

        Assert.Equal(("timeout", "57014"), (error.Code, error.SqlState));
    }

    [Theory]
    [InlineData("\"function\": \"long\", \"params\": [5000]")]
    [InlineData("\"function\": \"long\", \"params\": [50000000]")]
    [InlineData("\"function\": \"series\", \"params\": [1000]")]
    public async Task A_result_that_is_too_long_is_given_up(string fields)
    {
        var caller = NewCaller("allowed-functions = *\nmax-result-size = 2K\nworker-threads = 1");

        var error = await caller.ErrorAsync($"{fields}, \"return\": \"all\"");

        Assert.Equal("too-large", error.Code);
        Assert.Equal("[3]", await caller.DataAsync("\"function\": \"add\", \"params\": [1, 2], \"return\": \"one\""));
    }

    [Fact]
    public async Task Many_rows_that_nobody_wants_are_no_long_result()
    {
        var (_, body) = await NewCaller("allowed-functions = *\nmax-result-size = 2K").CallAsync("\"function\": \"series\", \"params\": [100000], \"return\": \"one\"");

        Assert.Equal(("[1]", 100_000), (body.GetProperty("data").GetRawText(), body.GetProperty("rowcount").GetInt32()));
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_is_told_and_the_next_call_has_another()
    {
        var caller = NewCaller("allowed-functions = *\nworker-threads = 1");
        var backend = await caller.DataAsync("\"function\": \"backend\", \"return\": \"one\"");

        var failing = caller.ErrorAsync("\"function\": \"nap\", \"params\": [600]");
        await UntilAsync("select count(*) from pg_stat_activity where state = 'active' and query like '%nap%' and pid <> pg_backend_pid()", 1);
        await Server.ExecuteAsync($"select pg_terminate_backend({backend.Trim('[', ']')})");

        Assert.Equal("connection-lost", (await failing).Code);
        Assert.NotEqual(backend, await caller.DataAsync("\"function\": \"backend\", \"return\": \"one\""));
        Assert.Equal(1, caller.Metrics["count.dropped.connection-lost"]);
    }

    [Fact]
    public async Task Two_hundred_calls_at_once_are_all_answered_by_as_many_connections_as_may_be()
    {
        var caller = NewCaller("allowed-functions = *\nworker-threads = 5");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => caller.DataAsync($"\"function\": \"add\", \"params\": [{number}, 1000], \"return\": \"one\"")));

        Assert.Equal(Enumerable.Range(1000, 200).Select(sum => $"[{sum}]"), answers);
        Assert.InRange((long)(await Server.ExecuteAsync("select count(*) from pg_stat_activity where application_name = 'cc'"))!, 1, 5);
        Assert.Equal(200, caller.Metrics["database.calls"]);
    }

    [Fact]
    public async Task With_one_connection_calls_are_made_in_their_order()
    {
        var caller = NewCaller("allowed-functions = *\nworker-threads = 1");
        var tag = Guid.NewGuid().ToString();

        for (var number = 0; number < 50; number++)
        {
            await caller.SendAsync("someone", $"\"function\": \"note\", \"params\": [\"{tag} {number}\"]");
        }

        await caller.DisposeAsync();
        Assert.Equal(
            string.Join(',', Enumerable.Range(0, 50)),
            await Server.ExecuteAsync($"select string_agg(split_part(word, ' ', 2), ',' order by ctid) from noted where word like '{tag}%'"));
    }

    [Fact]
    public async Task A_handler_that_is_ended_lets_a_short_call_end_and_cancels_a_long_one()
    {
        var caller = NewCaller("allowed-functions = *\nworker-threads = 2\ncall-timeout = 0");
        var (brief, endless) = (caller.DataAsync("\"function\": \"nap\", \"params\": [0.3], \"return\": \"one\""), caller.ErrorAsync("\"function\": \"nap\", \"params\": [600]"));

        await caller.DisposeAsync();

        Assert.Equal("[1]", await brief);
        Assert.Equal("stopped", (await endless).Code);
    }

    [Fact]
    public async Task The_test_of_a_build_takes_no_offence_at_a_database_that_is_away()
    {
        await using var caller = new Caller("host=127.0.0.1 port=1 user=postgres", "connect-timeout = 0.1");

        await caller.Handler.TestAsync(CancellationToken.None);

        Assert.Contains(caller.Logger.Lines, line => line.Text.Contains("the database postgres on 127.0.0.1:1 can't be used: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dbname=unheard_of")]
    [InlineData("user=nobody_here")]
    public async Task The_test_of_a_build_fails_where_the_database_refuses(string wrong)
    {
        await using var caller = new Caller($"{Server.ConnectString} {wrong}");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => caller.Handler.TestAsync(CancellationToken.None));

        Assert.Contains("does not exist", refused.Message, StringComparison.Ordinal);
        Assert.Equal("db-unavailable", (await caller.ErrorAsync("\"function\": \"add\"")).Code);
    }

    [Fact]
    public async Task A_unix_socket_serves_as_well()
    {
        await using var caller = new Caller(Server.SocketConnectString);

        Assert.Equal("[3]", await caller.DataAsync("\"function\": \"add\", \"params\": [1, 2], \"return\": \"one\""));
    }

    private async Task UntilAsync(string question, long answer)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!answer.Equals(await Server.ExecuteAsync(question)))
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
