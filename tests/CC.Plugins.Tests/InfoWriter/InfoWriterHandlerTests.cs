using CC.Plugins.InfoWriter;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>The writer with its threads.</summary>
public sealed class InfoWriterHandlerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMetrics metrics = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_taken_is_stored_before_it_is_gone()
    {
        await using (var handler = Open())
        {
            for (var i = 0; i < 100; i++)
            {
                await handler.HandleAsync((new Sent($"{i}") { File = $"/info/{i % 50}", Mtime = 1000 + i }).ToMessage(), default);
            }
        }

        Assert.Equal(
            Enumerable.Range(50, 50).Select(i => $"{i}"),
            Enumerable.Range(0, 50).Select(i => File.ReadAllText(folder[$"info/web1--{i}"])));
    }

    [Fact]
    public async Task The_one_that_takes_over_waits_for_the_one_before()
    {
        var first = Open();
        await first.HandleAsync(new Sent("one").ToMessage(), default);
        var second = Open();
        var waiting = second.HandleAsync((new Sent("two") { Mtime = 2000 }).ToMessage(), default);
        Assert.False(waiting.IsCompleted);

        await first.DisposeAsync();
        await waiting.AsTask().WaitAsync(ServerProcess.Patience);
        await second.DisposeAsync();

        Assert.Equal("two", File.ReadAllText(folder["info/web1--disk"]));
    }

    [Fact]
    public async Task What_comes_too_late_is_counted()
    {
        var handler = Open();
        await handler.DisposeAsync();

        await handler.HandleAsync(new Sent("one").ToMessage(), default);

        Assert.Equal(1, metrics["count.dropped.stopped"]);
    }

    [Fact]
    public void A_folder_that_can_not_be_used_is_said_at_once()
    {
        folder.File("info", "");

        Assert.ThrowsAny<IOException>(() => Open());
    }

    [Theory]
    [InlineData("write-compressed = yes", "compression")]
    [InlineData("write-compressed = perhaps", "write-compressed")]
    [InlineData("compression = rar", "compression")]
    [InlineData("dstmask = ../%%(filename)s", "dstmask")]
    [InlineData("bakext = /x", "bakext")]
    [InlineData("worker-threads = 0", "worker-threads")]
    public void Options_that_can_not_be_meant_are_refused(string line, string option)
    {
        var refused = Assert.Throws<Sdk.OptionsException>(() => OptionsOf.Section<InfoWriterOptions>($"dstdir = /tmp\n{line}"));

        Assert.Contains(option, refused.Message);
    }

    private InfoWriterHandler Open() => new(
        new InfoWriterOptions { Dstdir = folder["info"] }, new FakeMessages(), metrics, TimeProvider.System, new RecordingLogger<InfoWriterHandler>());
}
