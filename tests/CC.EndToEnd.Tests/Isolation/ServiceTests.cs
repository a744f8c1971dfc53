using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>A daemon in a process of its own has all that it has within the node.</summary>
public sealed class ServiceTests : IsolationTest
{
    private const string Chatter = "wreck-chatter";
    private const string Word = "word = 100%% sure";

    [Theory]
    [InlineData("tcp://127.0.0.1:*")]
    [InlineData("tcp://*:*")]
    [InlineData("ipc://{0}/node.socket")]
    public async Task It_asks_its_node_over_whatever_endpoint(string endpoint)
    {
        var ini = IsolatedIni(Chatter, Word);
        await using var server = await ServerProcess.StartAsync(ini, "--set", $"cc-socket={string.Format(null, endpoint, Folder)}");

        await server.WaitForLineAsync("its node answered: 100% sure");

        await StopInOrderAsync(server);
    }

    [Theory]
    [InlineData("", " INFO d:one.Begins: d:one begins: 100% sure")]
    [InlineData("log = h:locallog", "d:one begins: 100% sure")]
    public async Task What_it_logs_takes_the_route_or_else_goes_to_the_nodes_log(string route, string logged)
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(Chatter, Word, routes: route));

        var line = await server.WaitForLineAsync("d:one begins");
        await StopInOrderAsync(server);

        Assert.EndsWith(logged, line, StringComparison.Ordinal);
        await server.WaitForLineAsync("d:one ends");
        Assert.DoesNotContain(server.Output, text => text.Contains("no route", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_counts_is_in_the_nodes_statistics()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(Chatter, Word));
        await server.WaitForLineAsync("its node answered");

        await StopInOrderAsync(server);

        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.All(
            ["chatter_words: 3,", "count.dropped.chatter-lost: 2,", "count.dropped: 2,", "bytes.dropped: 10,", "count.ok: 1"],
            counter => Assert.Contains(counter, statistics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_prints_goes_to_the_nodes_log()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(Chatter, Word));

        Assert.Contains(" INFO d:one.Said: ", await server.WaitForLineAsync("printed: 100% sure"), StringComparison.Ordinal);
        Assert.Contains(" INFO d:one.Said: ", await server.WaitForLineAsync("complained: 100% sure"), StringComparison.Ordinal);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Of_what_it_prints_without_end_the_most_is_only_counted()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-flood"));
        await server.WaitForLineAsync("it has flooded");
        await server.WaitForLineAsync("d:one writes more than 1000 lines in 10 s");

        await StopInOrderAsync(server);

        var printed = server.Output.Count(line => line.EndsWith("Said: flood", StringComparison.Ordinal));
        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.InRange(printed, 1000, 2999); // More than one period, where the machine is slow.
        Assert.Matches($"count.dropped.output-flood: {3000 - printed}[,}}]", statistics);
    }

    [Fact]
    public async Task It_has_nothing_open_that_the_node_has_open()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(Chatter, Word, main: $"logfile = {Folder["node.log"]}"));
        var child = await Child.OfAsync(server);
        await server.WaitForLineAsync("its node answered");

        // What the tests' own process has open, the node was given; its children are not the first to have it.
        var shared = child.OpenFiles.Intersect(Child.OpenFilesOf(server.Id)).Except(Child.OpenFilesOf(Environment.ProcessId)).ToArray();

        // The other ends of the child's three standard streams have the same names.
        Assert.Equal(3, shared.Count(file => file.StartsWith("pipe:", StringComparison.Ordinal)));
        Assert.DoesNotContain(shared, file => file.StartsWith("socket:", StringComparison.Ordinal) || file.StartsWith(Folder.Path, StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task It_is_started_anew_when_its_section_changes()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni(Chatter, "word = one"));
        await server.WaitForLineAsync("its node answered: one");
        var first = await Child.OfAsync(server);

        IsolatedIni(Chatter, "word = two");
        server.Signal(1);

        await server.WaitForLineAsync("its node answered: two");
        await first.EndsAsync();
        Assert.NotEqual(first, await Child.OfAsync(server, 2));
        await StopInOrderAsync(server);
    }
}
