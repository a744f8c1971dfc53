using System.Security.Cryptography;
using System.Text;
using CC.Files;
using CC.Plugins.TailWriter;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CC.Plugins.Tests.TailWriter;

/// <summary>What the writer tells of what it has stored.</summary>
public sealed class StoredFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(WriteCompressed.No, "")]
    [InlineData(WriteCompressed.Yes, "gzip")]
    [InlineData(WriteCompressed.Yes, "bzip2")]
    public async Task A_part_is_hashed_as_the_source_has_it_whatever_was_in_the_target_before(WriteCompressed compressed, string codec)
    {
        await using var writer = Open(compressed, codec);
        await writer.HandleAsync(new Piece("before, and of another inode\n") { Inode = 6 }.ToMessage(), default);
        await writer.HandleAsync(new Piece("0123456789") { Start = 0 }.ToMessage(), default);
        await writer.HandleAsync(new Piece("abcdef", 10).ToMessage(), default);
        await StoredAsync(writer, 16);

        Assert.Equal(Hash("0123456789abcdef"), await writer.HashAsync(Name(), 0, 16, default));
        Assert.Equal(Hash("6789ab"), await writer.HashAsync(Name(), 6, 12, default));
        Assert.Null(await writer.HashAsync(Name() with { Generation = "a0-1" }, 0, 5, default));
        Assert.Null(await writer.HashAsync(Name() with { Inode = 8 }, 0, 5, default));
        await Assert.ThrowsAsync<IOException>(async () => await writer.HashAsync(Name(), 0, 17, default));
    }

    [Fact]
    public async Task Tells_what_is_stored_of_which_file_and_where()
    {
        await using var writer = Open(WriteCompressed.No, "");
        await writer.HandleAsync(new Piece("6789", 6) { Start = 6 }.ToMessage(), default);
        await StoredAsync(writer, 10);

        var file = Assert.Single(await writer.FilesAsync(default));

        Assert.Equal((Name(), true, folder["web1--app.log"], 6L, 10L, "stored"), (file.Name, file.IsTarget, file.Path, file.Begin, file.Acknowledged, file.State));
    }

    private static CarriedFileName Name() => new("web1", "/var/log/app.log", 1, 7, "a0-0");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task StoredAsync(TailWriterHandler writer, long length)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!(await writer.FilesAsync(default)).Any(file => file.Name == Name() && file.Acknowledged >= length))
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private TailWriterHandler Open(WriteCompressed compressed, string codec) => new(
        new TailWriterOptions { Dstdir = folder.Path, WriteCompressed = compressed, Compression = codec, MaintPeriod = TimeSpan.FromMilliseconds(50) },
        new FakeMessages(),
        new FakeMetrics(),
        TimeProvider.System,
        NullLogger<TailWriterHandler>.Instance);
}
