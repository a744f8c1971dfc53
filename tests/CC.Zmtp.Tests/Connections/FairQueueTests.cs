using System.Threading.Channels;
using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Tests.Connections;

public sealed class FairQueueTests
{
    private readonly FairQueue queue = new();
    private readonly Pipe busy = Pipe(4);
    private readonly Pipe quiet = Pipe(4);

    [Fact]
    public async Task Serves_a_quiet_peer_before_the_backlog_of_a_busy_one()
    {
        Add(busy, "b1", "b2", "b3");
        Add(quiet, "q1");

        Assert.Equal(["b1", "q1", "b2", "b3"], await TakeAsync(4));
    }

    [Fact]
    public void Has_nothing_to_take_when_it_is_empty() => Assert.False(queue.TryTake(out _, out _));

    [Fact]
    public void Lets_a_peer_wait_above_its_high_water_mark_and_no_other()
    {
        Add(busy, "1", "2", "3");

        var last = queue.AddAsync(busy, Multipart.Create("4"));
        var other = queue.AddAsync(quiet, Multipart.Create("1"));

        Assert.False(last.IsCompleted);
        Assert.True(other.IsCompleted);
    }

    [Fact]
    public async Task Lets_a_peer_go_on_at_half_of_its_high_water_mark()
    {
        Add(busy, "1", "2", "3");
        var room = queue.AddAsync(busy, Multipart.Create("4")).AsTask();

        await TakeAsync(1);
        Assert.False(room.IsCompleted);

        await TakeAsync(1);
        await room.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Releases_a_peer_whose_connection_ends_without_losing_its_messages()
    {
        Add(busy, "1", "2", "3");
        var room = queue.AddAsync(busy, Multipart.Create("4")).AsTask();

        busy.Received.Release();
        Add(busy, "5");

        await room.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2", "3", "4", "5"], await TakeAsync(5));
    }

    [Fact]
    public async Task A_new_connection_waits_until_there_is_room_beside_what_the_last_one_left()
    {
        Add(busy, "1", "2", "3");
        queue.Add(busy, Multipart.Create("4"));
        busy.Received.Release();

        var room = busy.Received.Reopen().AsTask();
        Assert.False(room.IsCompleted);

        await TakeAsync(2);
        await room.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Tells_when_all_of_a_peer_is_taken()
    {
        Assert.True(busy.Received.WhenEmpty().IsCompleted);
        Add(busy, "1", "2");
        var emptied = busy.Received.WhenEmpty();

        await TakeAsync(1);
        Assert.False(emptied.IsCompleted);

        await TakeAsync(1);
        await emptied.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Whoever_waits_for_a_message_is_told_that_none_will_come()
    {
        var taking = queue.TakeAsync(CancellationToken.None).AsTask();

        queue.Close();

        await Assert.ThrowsAsync<ChannelClosedException>(() => taking);
    }

    [Fact]
    public async Task Gives_every_message_to_exactly_one_of_several_takers()
    {
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        var unlimited = Enumerable.Range(0, 3).Select(_ => Pipe(0)).ToArray();
        var takers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                taken.Add((await TakeAsync(1))[0]);
            }
        }, TestContext.Current.CancellationToken)).ToArray();

        await Task.WhenAll(unlimited.Select((pipe, number) => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Add(pipe, $"{number} {i}");
            }
        }, TestContext.Current.CancellationToken)));
        await Task.WhenAll(takers).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(3000, taken.Distinct().Count());
    }

    private static Pipe Pipe(int receiveHighWaterMark) => new(0, new PeerQueue(receiveHighWaterMark, 0), [1]);

    private void Add(Pipe pipe, params string[] messages)
    {
        foreach (var message in messages)
        {
            queue.Add(pipe, Multipart.Create(message));
        }
    }

    private async Task<List<string>> TakeAsync(int count)
    {
        var taken = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var (_, message) = await queue.TakeAsync(CancellationToken.None);
            taken.Add(System.Text.Encoding.UTF8.GetString(message[0].Span));
        }

        return taken;
    }
}
