namespace CC.Sdk.Tests.Contracts;

public sealed class UnloadRuleTests
{
    [Theory]
    [InlineData("AppDomain.CurrentDomain.SetData(\"small\", this);", "something outside of it refers to one of its objects")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);", "look at an event of the process")]
    [InlineData("new Thread(() => { while (true) Thread.Sleep(Timeout.Infinite); }) { IsBackground = true }.Start();", "look at a thread of its own")]
    [InlineData("new System.Text.Json.Nodes.JsonArray().Add(this);", "look at reflection-based JSON")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(this);", "look at reflection-based JSON")]
    [InlineData("new System.Text.Json.JsonSerializerOptions { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(Small));", "look at reflection-based JSON")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (_, _) => null;", "look at an event of the process")]
    [InlineData("ThreadPool.RegisterWaitForSingleObject(new AutoResetEvent(false), (_, _) => GC.KeepAlive(this), null, -1, false);", "look at a thread of its own")]
    public Task A_handler_that_is_held_is_against_MUST_12(string body, string said) => IsAgainstAsync(
        $"[Handler(\"small\")] public class Small : IHandler {{ public ValueTask HandleAsync(Message message, CancellationToken stop) {{ {body} return default; }} }}",
        "[h:small]\nhandler = small",
        said);

    [Fact]
    public Task A_daemon_that_is_held_once_it_runs_is_against_MUST_12() => IsAgainstAsync(
        "[Daemon(\"small\")] public class Small : IDaemon { public async Task RunAsync(CancellationToken stop) { stop.ThrowIfCancellationRequested(); AppDomain.CurrentDomain.SetData(\"daemon\", this); await Task.Delay(-1, stop); } }",
        "[d:small]\nmodule = small",
        "something outside of it refers to one of its objects");

    private static async Task IsAgainstAsync(string source, string section, string said)
    {
        using var plugin = new SmallPlugin(source, section);

        var breach = await plugin.BreachAsync("MUST-12");

        Assert.StartsWith("MUST-12: ", breach, StringComparison.Ordinal);
        Assert.Contains(said, breach, StringComparison.Ordinal);
    }
}
