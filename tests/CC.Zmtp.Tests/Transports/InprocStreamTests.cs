using CC.Zmtp.Tests.Support;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Transports;

public sealed class InprocStreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly InprocStream ours;
    private readonly InprocStream theirs;

    public InprocStreamTests() => (ours, theirs) = InprocStream.CreatePair("test");

    [Fact]
    public async Task Carries_octets_in_order_whatever_the_size_of_the_reads()
    {
        var sent = Messages.Body(200_000);
        var received = new List<byte>();

        var writing = ours.WriteAsync(sent).AsTask();
        var buffer = new byte[777];
        while (received.Count < sent.Length)
        {
            received.AddRange(buffer.AsSpan(0, await theirs.ReadAsync(buffer)));
        }

        await writing;
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task What_was_written_before_the_end_is_read_before_the_end()
    {
        await ours.WriteAsync(new byte[] { 1, 2, 3 });
        ours.CloseWrite();

        Assert.Equal(3, await theirs.ReadAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal(0, await theirs.ReadAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_was_written_before_a_disposal_is_read_before_the_end()
    {
        await ours.WriteAsync(new byte[] { 1, 2, 3 });
        ours.Dispose();

        Assert.Equal(3, await theirs.ReadAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal(0, await theirs.ReadAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_disposal_ends_a_read_that_waits()
    {
        var reading = ours.ReadAsync(new byte[10]).AsTask();

        ours.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_disposal_ends_a_write_that_waits()
    {
        var writing = ours.WriteAsync(new byte[1_000_000]).AsTask();

        ours.Dispose();

        await Assert.ThrowsAsync<IOException>(() => writing.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_fails_when_the_other_side_has_gone()
    {
        theirs.Dispose();

        await Assert.ThrowsAsync<IOException>(() => ours.WriteAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_that_waits_fails_when_the_other_side_goes()
    {
        var writing = ours.WriteAsync(new byte[1_000_000]).AsTask();

        theirs.Dispose();

        await Assert.ThrowsAsync<IOException>(() => writing.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_after_a_disposal_fails_as_a_stream_does()
    {
        ours.Dispose();

        await Assert.ThrowsAsync<IOException>(() => ours.WriteAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ours.ReadAsync(new byte[10]).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken));
    }
}
