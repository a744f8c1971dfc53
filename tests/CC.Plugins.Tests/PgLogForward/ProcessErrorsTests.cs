using CC.Plugins.PgLogForward;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.PgLogForward;

public sealed class ProcessErrorsTests
{
    private static readonly LogEntry Line = new()
    {
        Level = "LOG",
        SqlErrorCode = 0,
        UserName = "bob",
        Database = "shop",
        RemoteHost = "10.0.0.1",
        Message = "something",
    };

    private readonly ManualTime time = new();
    private readonly ProcessErrors plugin;

    public ProcessErrorsTests() => plugin = new ProcessErrors(new LogPluginOptions(), "here", time);

    [Theory]
    [InlineData("INFO", true)]
    [InlineData("WARNING", true)]
    [InlineData("ERROR", true)]
    [InlineData("FATAL", true)]
    [InlineData("LOG", false)]
    [InlineData("NOTICE", false)]
    [InlineData("PANIC", false)]
    [InlineData("DEBUG1", false)]
    public void Known_levels_are_sent(string level, bool isSent)
    {
        var (entry, calls) = Take(Line with { Level = level });

        Assert.Equal(Line with { Level = level }, entry);
        Assert.Equal(isSent ? [$"""["here",null,"postgres_monitoring","{level}","shop","bob 10.0.0.1: something"]"""] : [], calls.Select(call => call.Parameters));
        Assert.All(calls, call => Assert.Equal(("db.confdb", "log.add"), (call.Req, call.Function)));
    }

    [Fact]
    public void Without_a_database_it_is_that_of_the_server()
    {
        var (entry, calls) = Take(new LogEntry { Level = "FATAL", SqlErrorCode = 0, Message = "gone" });

        Assert.Equal("postgres", entry.Database);
        Assert.Equal("""["here",null,"postgres_monitoring","FATAL","postgres"," : gone"]""", calls.Single().Parameters);
    }

    [Theory]
    [InlineData("process 42 still waiting for ShareLock on relation 7 of database 8 after 1000.5 ms", "WARNING", "ShareLock lock waits")]
    [InlineData("process 42 acquired ShareLock", "LOG", "process 42 acquired ShareLock")]
    public void Who_waits_for_a_lock_is_worth_a_warning(string message, string level, string seen)
    {
        time.Advance(TimeSpan.FromHours(1)); // Such lines never tell that all is well.

        var (entry, calls) = Take(Line with { FunctionName = "ProcSleep", Message = message });

        Assert.Equal((level, seen), (entry.Level, entry.Message));
        Assert.Equal(level == "LOG" ? 0 : 1, calls.Count);
    }

    [Fact]
    public void An_ordinary_line_is_let_through_once_in_a_while()
    {
        Assert.Empty(Take(Line).Calls);
        time.Advance(TimeSpan.FromSeconds(300));

        var (entry, calls) = Take(Line);

        Assert.Equal("INFO", entry.Level);
        Assert.Single(calls);
        Assert.Empty(Take(Line).Calls);
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.Single(Take(Line with { Level = "ERROR" }).Calls);
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.Empty(Take(Line).Calls);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(Take(Line).Calls);
    }

    [Theory]
    [InlineData("", "db")]
    [InlineData("site.a", "db.site.a")]
    public void The_type_has_the_suffix(string suffix, string type)
    {
        var calls = new List<DatabaseCall>();

        new ProcessErrors(new LogPluginOptions { MsgSuffix = suffix }, "here", time).Take(Line with { Level = "ERROR" }, calls);

        Assert.Equal(type, calls.Single().Req);
    }

    private (LogEntry Entry, List<DatabaseCall> Calls) Take(LogEntry entry)
    {
        var calls = new List<DatabaseCall>();
        return (plugin.Take(entry, calls), calls);
    }
}
