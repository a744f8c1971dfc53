using System.Net;
using System.Text.Json;
using CC.Plugins.PgLogForward;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.PgLogForward;

public sealed class HandleStatsTests
{
    private readonly ManualTime time = new();
    private readonly List<int> full = [];

    [Theory]
    [InlineData("connection authorized: user=bob database=shop", true, "connect 0 0")]
    [InlineData("disconnection: session time: 1:02:03.500 user=bob database=shop host=x", true, "disconnect 0 3723500")]
    [InlineData("disconnection: odd", true, "disconnect 0 0")]
    [InlineData("duration: 12.5 ms  statement: select 1\n\tfrom x", true, "SQL statements 1 12")]
    [InlineData("duration: 7.9 ms  execute <unnamed>: select 1", true, "SQL statements 1 7")]
    [InlineData("duration: 12.5 ms  parse <unnamed>: select 1", true, "")]
    [InlineData("duration: 12.5 ms  statement: select 1", false, "SQL statements 0 12")]
    [InlineData("function call: shop.sell(3) calls=4 time=9000 self_time=1", false, "shop.sell(3) 4 9; SQL statements 4 0")]
    [InlineData("function call: shop.sell(3) calls=4 time=9000 self_time=1", true, "")]
    [InlineData("no such table", true, "")]
    public void Lines_are_counted_by_what_they_tell(string message, bool parseStatements, string rows)
    {
        var plugin = Make(new LogPluginOptions { StatQueueName = "q", ParseStatements = parseStatements });

        plugin.Take(Entry(message), []);

        Assert.Equal(rows, string.Join("; ", Rows(plugin).Select(row => $"{row["action"]} {row["log_count"]} {row["log_duration"]}")));
    }

    [Fact]
    public void What_belongs_together_is_one_row()
    {
        var plugin = Make(new LogPluginOptions { StatQueueName = "q" });
        foreach (var milliseconds in (int[])[1, 6000, 21_000])
        {
            plugin.Take(Entry($"duration: {milliseconds}.5 ms  statement: x"), []);
        }

        plugin.Take(Entry("duration: 1 ms  statement: x") with { UserName = "eve & co", RemoteHost = "[local]" }, []);

        var rows = Rows(plugin);
        Assert.Equal(
            ["bob shop 10.0.0.1 3 27002 2 1", "eve & co shop 127.0.0.1 1 1 0 0"],
            rows.Select(row => $"{row["role_name"]} {row["database"]} {row["ip_address"]} {row["log_count"]} {row["log_duration"]} {row["log_count_dur5"]} {row["log_count_dur20"]}"));
    }

    [Fact]
    public void They_are_sent_when_it_is_time_and_then_begin_anew()
    {
        var plugin = Make(new LogPluginOptions { StatQueueName = "my queue", StatInterval = TimeSpan.FromSeconds(60) });
        plugin.Take(Entry("connection authorized:"), []);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(Flush(plugin));
        time.Advance(TimeSpan.FromSeconds(1));

        var call = Assert.Single(Flush(plugin));

        Assert.Equal(("db.confdb", "pgq.insert_event"), (call.Req, call.Function));
        var arguments = JsonElement.Parse(call.Parameters).EnumerateArray().Select(argument => argument.GetString() ?? "null").ToArray();
        Assert.Equal(["null", "my queue", "dba.set_role_usage"], arguments[..3]);
        var fields = Fields(arguments[3]);
        Assert.Equal("username=discovery", fields["0"]);
        Assert.Equal(("here", "60 seconds"), (Fields(fields["1"])["hostname"], Fields(fields["1"])["sample_length"]));
        Assert.Equal(time.GetUtcNow().DateTime, DateTime.Parse(Fields(fields["1"])["snap_time"], System.Globalization.CultureInfo.InvariantCulture));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(Flush(plugin));
    }

    [Fact]
    public void Without_a_queue_nothing_is_gathered()
    {
        var plugin = Make(new LogPluginOptions());

        var seen = plugin.Take(Entry("connection authorized:") with { RemoteHost = "[local]" }, []);

        Assert.Equal("[local]", seen.RemoteHost);
        Assert.Empty(Flush(plugin, isLast: true));
    }

    [Fact]
    public void There_are_no_more_rows_than_may_be()
    {
        var plugin = Make(new LogPluginOptions { StatQueueName = "q", MaxStatItems = 2 });
        foreach (var user in (string[])["a", "b", "c", "a"])
        {
            plugin.Take(Entry("connection authorized:") with { UserName = user }, []);
        }

        Assert.Equal([2], full);
        Assert.Equal(["a", "b"], Rows(plugin).Select(row => row["role_name"]));
    }

    private static LogEntry Entry(string message) => new()
    {
        Level = "LOG",
        SqlErrorCode = 0,
        UserName = "bob",
        Database = "shop",
        RemoteHost = "10.0.0.1",
        Message = message,
    };

    private static List<DatabaseCall> Flush(HandleStats plugin, bool isLast = false)
    {
        var calls = new List<DatabaseCall>();
        plugin.Flush(calls, isLast);
        return calls;
    }

    private static List<Dictionary<string, string>> Rows(HandleStats plugin) =>
        Flush(plugin, isLast: true) is [var call]
            ? [.. Fields(JsonElement.Parse(call.Parameters)[3].GetString()!)["2"].Trim('{', '}').Split(',').Select(Fields)]
            : [];

    private static Dictionary<string, string> Fields(string text) => text.Split('&')
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));

    private HandleStats Make(LogPluginOptions options) => new(options, "here", time, full.Add);
}
