using System.Security.Cryptography;
using System.Text;
using CC.Files;
using CC.Sdk;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>What the writer tells of what it has stored.</summary>
public sealed class StoredFilesTests
{
    private static readonly CarriedFileName Disk = new("web1", "/var/info/disk", 0, 0, "a");

    [Fact]
    public void Tells_what_is_stored_and_what_is_arriving()
    {
        using var writer = new Writer();

        writer.Take(new Sent("content").ToMessage(), new Sent("0123456789") { File = "/var/info/long" }.Piece(0, 4));

        Assert.Equal([(Disk, writer["web1/disk"], "stored", 7, 7, 0), (Disk with { FileName = "/var/info/long" }, writer["web1/long"], "arriving", 0, 4, 4)], Told(writer));

        writer.Take(new Sent("other") { Mtime = 2000, Gen = "b" }.ToMessage(), new Sent("0123456789") { File = "/var/info/long" }.Piece(4, 10));

        Assert.Equal([(Disk with { Generation = "b" }, "stored", 5), (Disk with { FileName = "/var/info/long" }, "stored", 10)], Told(writer).Select(file => (file.Name, file.State, file.Size)));
    }

    [Fact]
    public void What_is_the_same_as_before_is_told_under_the_name_that_it_has_now()
    {
        using var writer = new Writer();
        writer.Take(new Sent("content").ToMessage());

        writer.Take(new Sent("content") { Gen = "b" }.ToMessage());
        Assert.Equal("b", Assert.Single(Told(writer)).Name.Generation);

        writer.Take(new Sent("content") { Gen = "?", Mtime = 1 }.ToMessage());
        Assert.Equal("b", Assert.Single(Told(writer)).Name.Generation);
    }

    [Fact]
    public void A_long_file_whose_sender_has_left_is_arriving_no_more()
    {
        using var writer = new Writer();
        writer.Take(new Sent("0123456789").Piece(0, 4));

        writer.Time.Advance(TimeSpan.FromMinutes(11));
        writer.DropIdle();

        Assert.Empty(Told(writer));
    }

    [Theory]
    [InlineData(WriteCompressed.No, "", "gzip", "web1/disk")]
    [InlineData(WriteCompressed.Keep, "", "gzip", "web1/disk.gz")]
    [InlineData(WriteCompressed.Yes, "bzip2", "", "web1/disk.bz2")]
    public void Hashes_what_is_in_a_file_now_however_it_is_stored_and_whoever_stored_it(WriteCompressed how, string own, string sent, string target)
    {
        using var writer = new Writer(new() { HostSubdirs = true, WriteCompressed = how, Compression = own });
        writer.Take(new Sent("content") { Comp = sent }.ToMessage());
        Assert.Equal([target], writer.Stored);
        writer.BeKilled();

        Assert.Equal(Hash("content"), writer.Known.Hash(Disk, 0, default));
        Assert.Null(writer.Known.Hash(Disk with { HostName = "web2" }, 0, default));
        Assert.Null(writer.Known.Hash(Disk with { Inode = 7 }, 0, default));
        Assert.Throws<IOException>(() => writer.Known.Hash(Disk, 1, default));

        var codec = how == WriteCompressed.No ? Codec.None : how == WriteCompressed.Keep ? Codec.Gzip : Codec.Bzip2;
        File.WriteAllBytes(writer[target], codec.Compress(Encoding.UTF8.GetBytes("content and more"), 6).ToArray());
        Assert.Equal(Hash("content and more"), writer.Known.Hash(Disk, 0, default));
    }

    [Fact]
    public void Of_two_that_are_compressed_differently_the_later_one_counts()
    {
        using var writer = new Writer(new() { HostSubdirs = true, WriteCompressed = WriteCompressed.Keep });

        writer.Take(new Sent("one") { Mtime = 2000 }.ToMessage(), new Sent("two") { Comp = "gzip", Mtime = 3000 }.ToMessage(), new Sent("three") { Comp = "bzip2" }.ToMessage());

        Assert.Equal(Hash("two"), writer.Known.Hash(Disk, 0, default));
    }

    [Fact]
    public void What_is_not_below_the_folder_is_not_hashed()
    {
        using var writer = new Writer();
        Directory.CreateDirectory(writer["web1"]);
        File.WriteAllText(writer["../outside"], "secret");
        File.CreateSymbolicLink(writer["web1/disk"], writer["../outside"]);

        Assert.Null(writer.Known.Hash(Disk, 0, default));
        Assert.Null(writer.Known.Hash(Disk with { HostName = "..", FileName = "outside" }, 0, default));
    }

    private static IEnumerable<(CarriedFileName Name, string Path, string State, long Acknowledged, long Size, long InFlight)> Told(Writer writer) => writer.Known.All()
        .OrderBy(file => file.Name.FileName, StringComparer.Ordinal)
        .Select(file => (file.Name, file.Path, file.State, file.Acknowledged, file.Size, file.InFlight));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
