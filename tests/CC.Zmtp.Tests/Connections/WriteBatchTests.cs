using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Connections;

public sealed class WriteBatchTests
{
    private readonly Peer one = new();
    private readonly Peer other = new();

    [Fact]
    public void Everything_sent_within_is_written_at_its_end_by_the_same_thread()
    {
        var batch = WriteBatch.Begin();
        one.Send();
        other.Send();
        one.Send();
        Assert.Empty(one.Stream.Writes);

        batch.End();

        Assert.Single(one.Stream.Writes);
        Assert.Single(other.Stream.Writes);
        Assert.Equal(2, one.Writer.MessagesWritten);
    }

    [Fact]
    public void Within_another_one_is_written_with_it()
    {
        var outer = WriteBatch.Begin();
        one.Send();
        var inner = WriteBatch.Begin();
        one.Send();
        inner.End();
        Assert.Empty(one.Stream.Writes);

        one.Send();
        outer.End();

        Assert.Single(one.Stream.Writes);
        Assert.Equal(3, one.Writer.MessagesWritten);
    }

    /// <summary>Writing may run the application's code, and that another read loop.</summary>
    [Fact]
    public void One_that_begins_while_another_is_being_written_spoils_nothing()
    {
        one.Stream.OnWrite = () =>
        {
            var nested = WriteBatch.Begin();
            other.Send();
            nested.End();
            return Task.CompletedTask;
        };

        var batch = WriteBatch.Begin();
        one.Send();
        batch.End();

        Assert.Equal(1, one.Writer.MessagesWritten);
        Assert.Equal(1, other.Writer.MessagesWritten);
    }

    [Fact]
    public void Outside_of_one_nothing_is_put_off() => Assert.False(WriteBatch.TryDefer(one.Writer));

    private sealed class Peer
    {
        private readonly Outbox outbox = new(0);

        public Peer() => Writer = new ConnectionWriter(Stream, outbox, () => { }, (_, _) => { });

        public ScriptedStream Stream { get; } = new();

        public ConnectionWriter Writer { get; }

        public void Send()
        {
            outbox.TryAdd(Multipart.Create("x"));
            Writer.Wake();
        }
    }
}
