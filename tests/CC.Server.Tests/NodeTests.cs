using CC.Client;
using CC.Sdk.Testing;
using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Plugins;
using CC.Server.Tests.Components;
using CC.Server.Tests.Configuration;
using CC.Zmtp;

namespace CC.Server.Tests;

/// <summary>A whole node in this process, over loopback.</summary>
public sealed class NodeTests
{
    private const string Text = $"""
        {Configurations.Main}
        stop-timeout = 60
        [routes]
        ask = h
        [h]
        handler = answer
        text = one
        """;

    private static readonly ComponentCatalog Catalog =
        Configurations.CatalogOf(typeof(AnswerHandler), typeof(DeafHandler), typeof(ForwardHandler), typeof(BadComponents.ThrowsWhenMade), typeof(BadComponents.BlocksWhenMade));

    private readonly RecordingLoggers loggers = new();

    [Fact]
    public async Task Answers_what_a_route_takes_and_stops_in_order()
    {
        var node = await StartAsync(Text);
        await using var client = new CcClient(node.Endpoints[0]);

        Assert.Equal("one", await AskAsync(client));

        Assert.True(await node.StopAsync());
        Assert.Empty(loggers.Complaints);
        Assert.Contains(loggers["CCServer"].Lines, line => line.Text.StartsWith("{bytes: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reload_takes_effect_and_loses_no_message()
    {
        var node = await StartAsync(Text);
        await using var client = new CcClient(node.Endpoints[0]);
        await AskAsync(client);
        using var stopping = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var answers = new List<string>();
            while (!stopping.IsCancellationRequested)
            {
                answers.Add(await AskAsync(client));
            }

            return answers;
        });

        for (var i = 2; i <= 10; i++)
        {
            await ReloadAsync(node, Load(Text.Replace("one", $"{i}", StringComparison.Ordinal)));
        }

        await stopping.CancelAsync();
        await asking;
        Assert.Equal("10", await AskAsync(client));
        Assert.True(await node.StopAsync());
        Assert.Empty(loggers.Complaints);
    }

    [Fact]
    public async Task A_reload_adds_and_removes_routes_and_handlers()
    {
        var node = await StartAsync(Text);
        await using var client = new CcClient(node.Endpoints[0]);
        await AskAsync(client);

        await ReloadAsync(node, Load(Text.Replace("ask = h", "ask.more = other", StringComparison.Ordinal).Replace("[h]", "[other]", StringComparison.Ordinal)));

        Assert.Equal("one", (await client.RequestAsync(Texts.Message("ask.more"), ServerProcess.Patience)).Body());
        await client.PublishAsync(Texts.Message("ask"));
        await Eventually.TrueAsync(() => loggers.Complaints.Any(), () => "Nothing was dropped.");
        Assert.Equal(["no route for ask; more of the kind are only counted for a while"], loggers.Complaints);
        Assert.True(await node.StopAsync());
    }

    [Fact]
    public async Task A_reload_that_can_not_make_a_handler_leaves_the_node_as_it_is()
    {
        var node = await StartAsync(Text);
        await using var client = new CcClient(node.Endpoints[0]);

        var bad = Load(Text.Replace("ask = h", "ask = bad, h", StringComparison.Ordinal).Replace("one", "two", StringComparison.Ordinal) + "\n[bad]\nhandler = thrower");
        await Assert.ThrowsAsync<ComponentException>(() => ReloadAsync(node, bad));

        Assert.Equal("one", await AskAsync(client));
        Assert.True(await node.StopAsync());
    }

    [Fact]
    public async Task What_needs_a_restart_is_said()
    {
        var node = await StartAsync(Text);

        await ReloadAsync(node, Load(Text.Replace("stop-timeout = 60", "stop-timeout = 60\nzmq_hwm = 5", StringComparison.Ordinal)));

        Assert.True(await node.StopAsync());
        var lines = loggers["CCServer"].Lines.Select(line => line.Text).ToArray();
        Assert.Contains("what changed in [ccserver] takes effect with the next start: zmq_hwm", lines);
    }

    [Fact]
    public async Task Stopping_finishes_what_was_accepted_and_what_follows_from_it()
    {
        const int Count = 300;
        var text = Text
            .Replace("stop-timeout = 60", "stop-timeout = 60\nstats-period = 3600", StringComparison.Ordinal)
            .Replace("ask = h", "begin = f\nforwarded = s\nask = h", StringComparison.Ordinal);
        var node = await StartAsync($"{text}\n[f]\nhandler = forward\n[s]\nhandler = answer\nmailbox-size = 1");
        await using var client = new CcClient(node.Endpoints[0]);
        for (var i = 0; i < Count; i++)
        {
            await client.PublishAsync(Texts.Message("begin"));
        }

        await AskAsync(client);
        Assert.True(await node.StopAsync());

        Assert.Contains(loggers["CCServer"].Lines, line => line.Text.Contains($"count.ok: {(2 * Count) + 1},", StringComparison.Ordinal));
        Assert.DoesNotContain(loggers["CCServer"].Lines, line => line.Text.Contains("dropped.stopped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_ever_for_a_handler_that_does_not_end()
    {
        var text = Text.Replace("stop-timeout = 60", "stop-timeout = 0.1", StringComparison.Ordinal).Replace("ask = h", "deaf = d\nask = h", StringComparison.Ordinal);
        var node = await StartAsync($"{text}\n[d]\nhandler = deaf");
        await using var client = new CcClient(node.Endpoints[0]);
        await client.PublishAsync(Texts.Message("deaf"));
        await Eventually.TrueAsync(() => DeafHandler.Calls > 0, () => "The message has not come.");

        Assert.False(await node.StopAsync());
        Assert.Contains("d is still at it, though told to give up, and is left behind", loggers.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_constructor_that_blocks_does_not_keep_the_node_from_stopping(bool atReload)
    {
        var blocking = $"{Text.Replace("ask = h", "ask = b, h", StringComparison.Ordinal)}\n[b]\nhandler = blocker";
        var node = await Node.BindAsync(Load(atReload ? Text : blocking), "testhost", loggers, TimeProvider.System);
        using var stopping = new CancellationTokenSource();
        if (atReload)
        {
            await node.ServeAsync(stopping.Token);
        }

        var making = Task.Run(() => atReload ? node.ChangeToAsync(Load(blocking), () => { }, stopping.Token) : node.ServeAsync(stopping.Token));
        await stopping.CancelAsync();

        var failure = await Assert.ThrowsAsync<ComponentException>(() => making.WaitAsync(ServerProcess.Patience));
        Assert.Equal("[b] blocker can't be made: its constructor has not returned in time", failure.Message);
        Assert.True(await node.StopAsync());
        BadComponents.BlocksWhenMade.Release.Set();
    }

    [Fact]
    public async Task Of_two_nodes_on_one_endpoint_the_second_does_not_start()
    {
        var node = await StartAsync(Text);
        var same = Text.Replace("tcp://127.0.0.1:*", node.Endpoints[0], StringComparison.Ordinal);

        var failure = await Assert.ThrowsAsync<ZmtpException>(() => StartAsync(same));

        Assert.Equal(ZmtpError.CannotBind, failure.Error);
        Assert.True(await node.StopAsync());
    }

    private static NodeConfiguration Load(string text) => Configurations.Load(text, Catalog);

    private static async Task<string> AskAsync(CcClient client) => (await client.RequestAsync(Texts.Message("ask"), ServerProcess.Patience)).Body();

    private static Task<IReadOnlySet<string>> ReloadAsync(Node node, NodeConfiguration next) => node.ChangeToAsync(next, () => { }, CancellationToken.None);

    private async Task<Node> StartAsync(string text)
    {
        var node = await Node.BindAsync(Load(text), "testhost", loggers, TimeProvider.System);
        await node.ServeAsync(CancellationToken.None);
        return node;
    }
}
