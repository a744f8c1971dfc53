using System.Text;
using CC.Plugins.InfoWriter;
using CC.Sdk;

namespace CC.Plugins.Tests.InfoWriter;

public sealed class InfoFileReaderTests
{
    [Fact]
    public void A_name_that_is_refused_is_told_to_a_sender_that_asks()
    {
        using var writer = new Writer();

        Assert.Throws<MessageException>(() => writer.Take((new Sent("x") { File = "/info/.." }).ToMessage()));

        Assert.Equal(("/info/..", 0, -1, 3), (writer.LastAnswer.Filename, writer.LastAnswer.Done, writer.LastAnswer.Fpos, writer.LastAnswer.Gap));
        Assert.Equal(1, writer.Metrics["refused_names"]);
    }

    [Theory]
    [InlineData("..", "/info/disk", 1)]
    [InlineData(".", "/info/disk", 1)]
    [InlineData("web1", "/info/..", 0)]
    public void Nothing_is_told_of_hosts_nor_to_senders_that_do_not_ask(string host, string file, int ack)
    {
        using var writer = new Writer();
        var sent = new Sent("x") { Host = host, File = file };

        Assert.Throws<MessageException>(() => writer.Take((ack == 0 ? sent.Plain() : sent).ToMessage()));

        Assert.Empty(writer.Answers);
    }

    [Fact]
    public void Names_are_normalised_before_they_are_judged()
    {
        using var writer = new Writer(new InfoWriterOptions { Dstmask = "%(filepath)s", ServiceName = "h:info" });

        foreach (var name in (string[])["./info/one", "a//b", "/tmp/../etc/x"])
        {
            writer.Take((new Sent("x") { File = name }).ToMessage());
        }

        Assert.Equal(["a/b", "etc/x", "info/one"], writer.Stored.Order(StringComparer.Ordinal));
        Assert.Throws<MessageException>(() => writer.Take((new Sent("x") { File = "a/../.h_info.lock" }).ToMessage()));
        Assert.Throws<MessageException>(() => writer.Take((new Sent("x") { File = "../x" }).ToMessage()));
    }

    [Fact]
    public void Nobody_can_write_to_the_writers_own_files()
    {
        using var writer = new Writer(new InfoWriterOptions { Dstmask = "%(filepath)s", ServiceName = "h:info" });

        foreach (var name in (string[])[".h_info.lock", "deep/.h_info.x", ".h_info.x/file", ".h_info."])
        {
            Assert.Throws<MessageException>(() => writer.Take((new Sent("x") { File = name }).ToMessage()));
        }

        writer.Take((new Sent("x") { File = ".h_infox" }).ToMessage());
        Assert.Equal([".h_infox"], writer.Stored);
    }

    [Theory]
    [InlineData("""{"req":"pub.infofile","hostname":"h","filename":"f"}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","filename":"f","mtime":1e99}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","mtime":1}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","filename":"f","mtime":1,"comp":"rar"}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","filename":"f","mtime":1,"data":"*"}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","filename":"f","mtime":1,"ack":1}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","piece_of":"f","mtime":1,"ack":1,"gen":"g","fpos":0}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","piece_of":"f","mtime":1,"ack":1,"gen":"g","fpos":3,"size":2}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","piece_of":"f","mtime":1,"gen":"g","fpos":0,"size":2}""")]
    [InlineData("""{"req":"pub.infofile","hostname":"h","piece_of":"f","filename":"f","mtime":1,"ack":1,"gen":"g","fpos":0,"size":2}""")]
    public void What_is_no_file_is_of_no_use(string body)
    {
        using var writer = new Writer();

        Assert.Throws<MessageException>(() => writer.Take(Message.Create("pub.infofile", Encoding.UTF8.GetBytes(body))));

        Assert.Empty(writer.Stored);
    }

    [Theory]
    [InlineData("mode", "t")]
    [InlineData("unknown", "field")]
    public void What_an_original_lets_pass_is_stored(string field, string value)
    {
        using var writer = new Writer();
        var body = $$"""{"req":"pub.infofile","hostname":"h","filename":"f","mtime":1,"comp":null,"data":"eA==","{{field}}":"{{value}}"}""";

        writer.Take(Message.Create("pub.infofile", Encoding.UTF8.GetBytes(body)));

        Assert.Equal("x", writer.Content("h/f"));
    }
}
