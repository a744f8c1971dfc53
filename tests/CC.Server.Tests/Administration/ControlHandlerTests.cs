using System.Collections.Concurrent;
using System.Text;
using CC.Client.Control;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Administration;
using CC.Server.Diagnostics;

namespace CC.Server.Tests.Administration;

public sealed class ControlHandlerTests : IAsyncLifetime
{
    private readonly FakeMessages messages = new();
    private readonly Counters counters = new();
    private readonly RecordingLoggers loggers = new();
    private readonly ConcurrentQueue<string> done = new();
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource atGate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ControlHandler handler;
    private bool isPermitted = true;

    public ControlHandlerTests() =>
        handler = new ControlHandler(AnswerAsync, new MemoryStream(), messages, _ => isPermitted, counters, new ManualTime(), loggers["control"]);

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        gate.TrySetResult();
        await handler.DisposeAsync();
    }

    [Fact]
    public async Task What_one_connection_asks_is_carried_out_and_answered_in_its_order()
    {
        await HandleAsync("A", "slow");
        await HandleAsync("A", "quick");
        await HandleAsync("A", "quick");
        await HandleAsync("B", "other");
        await Eventually.TrueAsync(() => messages.Returned.Count == 1, () => "the other connection waits");
        Assert.Equal(["B other"], done);

        gate.SetResult();

        await Eventually.TrueAsync(() => messages.Returned.Count == 4, () => "not all is answered");
        Assert.Equal(["B other", "A slow", "A quick", "A quick"], done);
        Assert.Equal(["A slow", "A quick", "A quick"], Replies().Select(reply => reply.Text).Where(text => text.StartsWith('A')));
    }

    [Fact]
    public async Task Clients_behind_one_connection_are_one()
    {
        await HandleAsync("A", "slow", request: "1");
        await HandleAsync("A", "quick", request: "2");

        gate.SetResult();

        await Eventually.TrueAsync(() => messages.Returned.Count == 2, () => "not all is answered");
        Assert.Equal(["A slow", "A quick"], done);
    }

    [Fact]
    public async Task Thousands_of_quick_requests_are_answered()
    {
        for (var i = 0; i < 3000; i++)
        {
            await HandleAsync("A", "quick");
        }

        await Eventually.TrueAsync(() => messages.Returned.Count == 3000, () => $"{messages.Returned.Count} are answered");
        Assert.All(Replies(), reply => Assert.Equal(ControlTypes.Reply, reply.Type));
        Assert.DoesNotContain("control.refused", counters.Snapshot().Keys);
    }

    [Fact]
    public async Task A_connection_that_asks_without_end_is_told_that_the_node_is_busy()
    {
        for (var i = 0; i < RequestLanes.MaxOfOne; i++)
        {
            await HandleAsync("A", "slow");
        }

        await HandleAsync("A", "quick");
        await HandleAsync("B", "other");

        await Eventually.TrueAsync(() => messages.Returned.Count == 2, () => "the other connection is not heard");
        Assert.Contains(Replies(), reply => reply.Code == ControlErrors.Busy);
        Assert.Equal(["B other"], done);
        Assert.Equal(1, counters.Snapshot()["control.refused"]);
    }

    [Fact]
    public async Task There_is_room_for_so_many_of_all_connections()
    {
        var each = RequestLanes.MaxOfOne;
        for (var i = 0; i < RequestLanes.MaxOfAll; i++)
        {
            await HandleAsync($"A{i / each}", "slow");
        }

        await HandleAsync("B", "other");

        Assert.Equal(ControlErrors.Busy, Assert.Single(Replies()).Code);
    }

    [Fact]
    public async Task Who_is_not_permitted_is_told_so_and_counted_and_nothing_is_done()
    {
        isPermitted = false;

        await HandleAsync("A", "quick");
        await HandleAsync("B", "quick");
        await handler.DisposeAsync();

        Assert.Empty(done);
        Assert.Equal([("error", ControlErrors.NotPermitted, "not permitted"), ("error", ControlErrors.NotPermitted, "not permitted")], Replies());
        Assert.Equal(2, counters.Snapshot()["control.refused"]);
        Assert.Single(loggers.Complaints);
    }

    [Fact]
    public async Task At_the_end_what_is_being_done_is_finished_and_what_waits_is_told_so()
    {
        await HandleAsync("A", "slow");
        await HandleAsync("A", "quick");
        await atGate.Task;

        var ending = handler.DisposeAsync().AsTask();
        await HandleAsync("B", "other");
        Assert.False(ending.IsCompleted);
        gate.SetResult();
        await ending;

        Assert.Equal(["A slow"], done);
        Assert.Equal([ControlErrors.Stopping, "", ControlErrors.Stopping], Replies().Select(reply => reply.Code));
    }

    private ValueTask HandleAsync(string connection, string what, string request = "")
    {
        var message = Message.Create("cc.ping", Encoding.UTF8.GetBytes(what));
        if (request.Length > 0)
        {
            message = message.From(Multipart.EncodeAddress(Encoding.UTF8.GetBytes(request)));
        }

        return handler.HandleAsync(message.From(Multipart.EncodeAddress(Encoding.UTF8.GetBytes(connection))), CancellationToken.None);
    }

    private async Task AnswerAsync(Message message)
    {
        var what = Encoding.UTF8.GetString(message.Body.Span);
        if (what == "slow")
        {
            atGate.TrySetResult();
            await gate.Task;
        }

        var text = $"{Encoding.UTF8.GetString(message.Frames[0].Span)} {what}";
        done.Enqueue(text);
        messages.Reply(message, new ChangeReply { Req = ControlTypes.Reply, Text = text }, ControlJson.Default.ChangeReply);
    }

    private IEnumerable<(string Type, string Code, string Text)> Replies() => messages.Returned.Select(frames =>
    {
        Message.TryParse(frames, out var message);
        if (message.Type == ControlTypes.Reply)
        {
            return (message.Type, "", messages.Open(message, ControlJson.Default.ChangeReply).Text);
        }

        var error = messages.Open(message, ControlJson.Default.ErrorReply);
        return (message.Type, error.Code, error.Msg);
    });
}
