using System.Text;
using CC.Client;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>Whatever a daemon does in a process of its own, the node goes on.</summary>
public sealed class CrashTests : IsolationTest
{
    [Theory]
    [InlineData("wreck-overflow", "was killed by SIGABRT", "Stack overflow", "")]
    [InlineData("wreck-segfault", "was killed by SIGSEGV", "process", "")]
    [InlineData("wreck-exit", "ended with exit code 77", "process", "")]
    [InlineData("wreck-failfast", "was killed by SIGABRT", "on purpose", "")]
    [InlineData("wreck-thread", "was killed by SIGABRT", "FormatException: thrown in a thread", "")]
    [InlineData("wreck-throw", "failed", "FormatException: thrown on purpose", "")]
    [InlineData("wreck-greedy", "", "emory", "max-memory = 64M")] // Whether the exception can still be told of, or the runtime gives up, is open.
    [InlineData("wreck-chatter", "failed", "Too many open files", "files = 1000\nmax-files = 200")]
    public async Task Its_end_is_told_of_and_it_is_started_again_and_the_node_serves_throughout(string module, string reason, string words, string section)
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(module, section));
        await using var client = new CcClient(server.Endpoint);
        var restarted = server.WaitForLinesAsync("has ended; it is started again", 2);

        do
        {
            await PingAsync(client);
        }
        while (!restarted.IsCompleted);

        var child = await Child.OfAsync(server);
        await server.WaitForLineAsync($"DaemonCrashedException: process {child.Id} {reason}");
        await server.WaitForLineAsync(words);
        await restarted;
        await PingAsync(client);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Its_end_is_an_event()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-segfault"));
        await using var client = new CcClient(server.Endpoint) { Unasked = message => told.TrySetResult(Encoding.UTF8.GetString(message.Body.Span)) };

        var answer = await client.RequestAsync(Message.Create("event.subscribe", """{"req": "event.subscribe", "prefix": "daemon", "subscription": "mine"}"""u8.ToArray()), ServerProcess.Patience);

        Assert.Contains("mine", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
        var text = await told.Task.WaitAsync(ServerProcess.Patience);
        Assert.Contains("daemon.d:one.crashed", text, StringComparison.Ordinal);
        Assert.Contains("was killed by SIGSEGV", text, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task One_that_ends_too_often_is_not_started_any_more_until_it_is_released()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-exit", "quarantine-after = 2"));
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("d:one is not started any more: 2 runs in a row have failed");

        var listed = CcClient.Open(await AskAsync(client, ControlTypes.PluginList), ControlJson.Default.PluginList);
        var shown = listed.Plugins.SelectMany(plugin => plugin.Components).Single(component => component.Section == "d:one");
        await AskAsync(client, ControlTypes.PluginRelease, "d:one");

        Assert.Equal(("daemon", "quarantined", 2, 2), (shown.Kind, shown.State, shown.Calls, shown.Errors));
        Assert.Contains("ended with exit code 77", shown.LastError, StringComparison.Ordinal);
        await server.WaitForLinesAsync("has ended; it is started again", 3);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task It_is_started_again_from_the_build_that_serves_whatever_lies_on_the_disk_by_then()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-chatter"));
        await server.WaitForLineAsync("its node answered");
        var child = await Child.OfAsync(server);

        await File.WriteAllTextAsync(Path.Combine(Folder["plugins"], "Wreck", "Wreck.dll"), "no assembly");
        await server.WaitForLineAsync("plugin Wreck: the build on the disk is Invalid");
        child.Kill();

        await server.WaitForLineAsync($"process {child.Id} was killed by SIGKILL");
        await server.WaitForLinesAsync("its node answered", 2);
        await PingAsync(server);
        Assert.Equal(0, await server.StopAsync());
    }

    private static Task<Message> AskAsync(CcClient client, string type, string name = "") =>
        client.RequestAsync(client.Compose(new ControlRequest { Req = type, Name = name }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
}
