using CC.Plugins.TailWriter;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TailWriter;

/// <summary>The writer with its threads.</summary>
public sealed class TailWriterHandlerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMetrics metrics = new();
    private readonly SemaphoreSlim answered = new(0);

    public void Dispose()
    {
        answered.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_comes_is_stored_and_acknowledged()
    {
        await using var handler = Open();

        await handler.HandleAsync(new Piece("one\n").ToMessage().From(FakeAddress), default);
        await AnsweredAsync();

        Assert.Equal("one\n", File.ReadAllText(folder["web1--app.log"]));
    }

    [Fact]
    public async Task What_was_taken_is_stored_before_it_is_gone()
    {
        await using (var handler = Open())
        {
            for (var i = 0; i < 50; i++)
            {
                await handler.HandleAsync(new Piece("line\n", 5 * i).ToMessage(), default);
            }
        }

        Assert.Equal(250, new FileInfo(folder["web1--app.log"]).Length);
    }

    [Fact]
    public async Task The_one_that_takes_over_waits_for_the_one_before()
    {
        var first = Open();
        await first.HandleAsync(new Piece("one\n").ToMessage(), default);
        var second = Open();
        var waiting = second.HandleAsync(new Piece("two\n", 4).ToMessage(), default);
        Assert.False(waiting.IsCompleted);

        await first.DisposeAsync();
        await waiting.AsTask().WaitAsync(ServerProcess.Patience);
        await second.DisposeAsync();

        Assert.Equal("one\ntwo\n", File.ReadAllText(folder["web1--app.log"]));
    }

    [Fact]
    public async Task What_comes_too_late_is_counted()
    {
        var handler = Open();
        await handler.DisposeAsync();

        await handler.HandleAsync(new Piece("one\n").ToMessage(), default);

        Assert.Equal(1, metrics["count.dropped.stopped"]);
    }

    [Fact]
    public async Task Files_beyond_the_greatest_number_are_refused_and_counted()
    {
        await using var handler = Open(maxSources: 1);
        await handler.HandleAsync(new Piece("one\n").ToMessage().From(FakeAddress), default);
        await AnsweredAsync();

        await Assert.ThrowsAsync<MessageException>(async () => await handler.HandleAsync((new Piece("one\n") { Inode = 8 }).ToMessage(), default));
        await handler.HandleAsync(new Piece("two\n", 4).ToMessage().From(FakeAddress), default);

        Assert.Equal(1, metrics["count.dropped.too-many-sources"]);
    }

    [Fact]
    public void A_folder_that_can_not_be_used_is_said_at_once()
    {
        folder.File("file", "");

        Assert.ThrowsAny<IOException>(() => Open(dstdir: folder["file/copies"]));
    }

    private static byte[] FakeAddress { get; } = Frames.Multipart.EncodeAddress("sender"u8);

    private TailWriterHandler Open(int maxSources = 100, string? dstdir = null) => new(
        new TailWriterOptions { Dstdir = dstdir ?? folder.Path, MaxSources = maxSources },
        new FakeMessages { OnReturn = _ => answered.Release() },
        metrics,
        TimeProvider.System,
        new RecordingLogger<TailWriterHandler>());

    private async Task AnsweredAsync() => Assert.True(await answered.WaitAsync(ServerProcess.Patience));
}
