using System.Collections.Concurrent;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;

namespace CC.Server.Tests.Components;

public sealed class EventQueueTests : IDisposable
{
    private readonly ConcurrentQueue<string> heard = new();
    private readonly ManualResetEventSlim gate = new(initialState: true);
    private readonly FakeMetrics metrics = new();
    private readonly RecordingLogger<EventQueueTests> logger = new();
    private readonly EventQueue queue;

    public EventQueueTests() => queue = new EventQueue(Receive, metrics, logger, new ManualTime());

    public void Dispose()
    {
        gate.Set();
        queue.Dispose();
        gate.Dispose();
    }

    [Fact]
    public async Task Tells_one_event_after_the_other_in_order()
    {
        Add(Enumerable.Range(0, EventQueue.Size));

        await HeardAsync(EventQueue.Size);
        Assert.Equal(Enumerable.Range(0, EventQueue.Size).Select(i => $"{i}"), heard);
    }

    [Fact]
    public async Task Who_does_not_return_holds_up_nobody_and_what_does_not_fit_is_counted()
    {
        gate.Reset();
        Add([0]);
        await HeardAsync(1);

        Add(Enumerable.Range(1, EventQueue.Size + 5));
        gate.Set();

        await HeardAsync(1 + EventQueue.Size);
        Assert.Equal(5, metrics["count.dropped.event-queue-full"]);
    }

    [Fact]
    public async Task Nothing_is_told_any_more_when_it_is_disposed()
    {
        gate.Reset();
        Add([0]);
        await HeardAsync(1);
        Add([1, 2]);

        queue.Dispose();
        Add([3]);
        gate.Set();

        Assert.Equal(["0"], heard);
        Assert.Equal(0, metrics["count.dropped.event-queue-full"]);
    }

    [Fact]
    public async Task What_a_listener_throws_is_logged_once_in_a_while_and_the_next_event_told()
    {
        Add([-1, -1, 7]);

        await HeardAsync(3);
        Assert.Equal("who listens to the event a failed; more of the kind are not told of for a while", Assert.Single(logger.Lines).Text);
    }

    private void Receive(NodeEvent told)
    {
        var text = System.Text.Encoding.UTF8.GetString(told.Payload.Span);
        heard.Enqueue(text);
        gate.Wait();
        if (text == "-1")
        {
            throw new InvalidOperationException("no");
        }
    }

    private void Add(IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            queue.Add(new NodeEvent("a", default, System.Text.Encoding.UTF8.GetBytes($"{number}")));
        }
    }

    private Task HeardAsync(int count) => Eventually.TrueAsync(() => heard.Count >= count, () => $"only {heard.Count} events were heard");
}
