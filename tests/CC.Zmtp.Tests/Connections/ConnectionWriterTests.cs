using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Connections;

public sealed class ConnectionWriterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ScriptedStream stream = new();
    private readonly Outbox outbox = new(4);
    private readonly List<(Exception Failure, int Lost)> failures = [];
    private readonly ConnectionWriter writer;
    private int roomMade;

    public ConnectionWriterTests() => writer = new ConnectionWriter(
        stream,
        outbox,
        () => Interlocked.Increment(ref roomMade),
        (failure, lost) => failures.Add((failure, lost)));

    [Fact]
    public async Task Writes_what_waits_with_one_write()
    {
        Add(3);

        await writer.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(Octets(3), stream.Written);
        Assert.Single(stream.Writes);
        Assert.Equal(3, writer.MessagesWritten);
    }

    [Fact]
    public async Task Writes_protocol_frames_ahead_of_messages()
    {
        Add(1);
        writer.Send([9, 9]);

        await writer.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal([9, 9, .. Octets(1)], stream.Written);
    }

    [Fact]
    public async Task Writes_what_was_queued_while_it_was_writing()
    {
        var gate = Hold();
        Add(1);
        writer.Wake();
        await gate.Reached;
        Add(3);
        var idle = writer.WhenIdleAsync();
        gate.Open();

        await idle.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(Octets(4), stream.Written);
        Assert.Equal(2, stream.Writes.Count);
    }

    [Fact]
    public async Task A_failure_is_told_once_with_what_was_lost_in_it_and_makes_room()
    {
        stream.OnWrite = () => Task.FromException(new IOException("gone"));
        Add(4);
        Assert.False(outbox.TryAdd(Message(4)));

        await writer.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);

        var (failure, lost) = Assert.Single(failures);
        Assert.IsType<IOException>(failure);
        Assert.Equal(4, lost);
        Assert.Equal(0, outbox.Count);
        Assert.True(roomMade > 0);
        Assert.Equal(0, writer.MessagesWritten);
    }

    [Fact]
    public async Task After_a_failure_nothing_is_written_and_what_waits_stays()
    {
        stream.OnWrite = () => Task.FromException(new IOException("gone"));
        Add(1);
        await writer.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
        stream.OnWrite = null;

        Add(2);
        await writer.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Empty(stream.Written);
        Assert.Equal(2, outbox.Count);
    }

    [Fact]
    public async Task Once_closed_it_writes_nothing_more_and_says_when_nobody_is_writing()
    {
        var gate = Hold();
        Add(1);
        writer.Wake();
        await gate.Reached;
        Add(2);

        var closing = writer.CloseAsync();
        Assert.False(closing.IsCompleted);
        gate.Open();
        await closing.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(Octets(1), stream.Written);
        Assert.Equal(2, outbox.Count);
    }

    /// <summary>A peer that asks and asks, and does not read the answers, must not fill the memory.</summary>
    [Fact]
    public async Task Keeps_a_few_answers_only_for_a_peer_that_does_not_read_them()
    {
        var gate = Hold();
        writer.Send([0]);
        await gate.Reached;

        for (var i = 0; i < 10_000; i++)
        {
            writer.Answer([1]);
        }

        var idle = writer.WhenIdleAsync();
        gate.Open();
        await idle.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.InRange(stream.Written.Length, 2, 100);
    }

    /// <summary>Idleness that is told too early would cut off the tail when a connection is closed.</summary>
    [Fact]
    public async Task Is_idle_only_when_everything_queued_before_is_written()
    {
        var unlimited = new Outbox(0);
        var raced = new ConnectionWriter(stream, unlimited, () => { }, (_, _) => { });
        for (var i = 1; i <= 20_000; i++)
        {
            unlimited.TryAdd(Message(0));
            raced.Wake();
            if (i % 3 == 0)
            {
                unlimited.TryAdd(Message(0));
                raced.Wake();
            }

            await raced.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.Equal(0, unlimited.Count);
        }
    }

    [Fact]
    public async Task Several_threads_lose_and_double_nothing()
    {
        var unlimited = new Outbox(0);
        var shared = new ConnectionWriter(stream, unlimited, () => { }, (_, _) => { });
        var yielding = 0;
        stream.OnWrite = () => Interlocked.Increment(ref yielding) % 2 == 0 ? Task.CompletedTask : Task.Run(() => { });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                unlimited.TryAdd(Message(0));
                shared.Wake();
                shared.Execute();
            }
        }, TestContext.Current.CancellationToken)));
        await shared.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(20_000, shared.MessagesWritten);
        Assert.Equal(20_000 * Message(0).EncodedLength, stream.Written.Length);
    }

    /// <summary>A queue that is being emptied at this moment is not full; what finds it so must not be dropped.</summary>
    [Fact]
    public async Task Who_needs_room_waits_for_what_another_thread_is_writing_at_the_moment()
    {
        using var reached = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        stream.OnWrite = () =>
        {
            reached.Release();
            goOn.Wait(Limit);
            return Task.CompletedTask;
        };
        Add(4);
        writer.Wake();
        Assert.True(await reached.WaitAsync(Limit, TestContext.Current.CancellationToken));

        var making = Task.Run(writer.TryMakeRoom, TestContext.Current.CancellationToken);
        goOn.Release(4);

        Assert.True(await making.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.True(outbox.TryAdd(Message(4)));
    }

    [Fact]
    public async Task There_is_no_room_while_the_transport_takes_nothing()
    {
        var gate = Hold();
        Add(4);
        writer.Wake();
        await gate.Reached;

        Assert.False(writer.TryMakeRoom());

        gate.Open();
        await writer.WhenIdleAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.True(writer.TryMakeRoom());
    }

    private static Multipart Message(int number) => Multipart.Create($"message {number}");

    private static byte[] Octets(int count) => [.. Enumerable.Range(0, count).SelectMany(number => Message(number).Octets())];

    private int added;

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(outbox.TryAdd(Message(added++)));
        }
    }

    /// <summary>Lets the next writes wait.</summary>
    private (Task Reached, Action Open) Hold()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stream.OnWrite = () =>
        {
            reached.TrySetResult();
            return open.Task;
        };
        return (reached.Task.WaitAsync(Limit), open.SetResult);
    }
}
