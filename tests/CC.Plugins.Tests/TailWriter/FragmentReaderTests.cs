using CC.Frames;
using CC.Plugins.TailWriter;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TailWriter;

public sealed class FragmentReaderTests
{
    private static readonly Piece Good = new("line\n");

    private readonly FakeMetrics metrics = new();

    public static TheoryData<string> Refused => [.. Bad.Keys];

    private static Dictionary<string, Piece> Bad => new()
    {
        ["comp"] = Good with { Comp = "zip", Octets = [1] },
        ["fpos"] = Good with { At = -1 },
        ["fpos far out"] = Good with { At = long.MaxValue - 1 },
        ["start"] = Good with { Start = -2 },
        ["length"] = Good with { Length = -1 },
        ["length of too much"] = Good with { Length = 65 * 1024 },
        ["no gen"] = Good with { Gen = null },
        ["gen too long"] = Good with { Gen = new string('1', 300) },
        ["op_mode"] = Good with { OpMode = "other" },
        ["a question with data"] = Good with { OpMode = "probe" },
        ["a question without ack"] = new Piece("") { OpMode = "probe" }.Plain(),
        ["hostname"] = Good with { Host = ".." },
        ["hostname too long"] = Good with { Host = new string('h', 300) },
        ["filename"] = Good with { File = "/var/log/" },
        ["filename too long"] = Good with { File = $"/{new string('f', 5000)}/app.log" },
        ["filename with a line end"] = Good with { File = "/var\nlog/app.log" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_can_not_be_stored_is_refused(string what)
    {
        var refused = Assert.Throws<MessageException>(() => Read(Bad[what]));

        Assert.Equal(MessageFault.BadField, refused.Fault);
        Assert.InRange(refused.Message.Length, 1, 400);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(what.Contains("name", StringComparison.Ordinal) ? 1 : 0, metrics["refused_names"]);
    }

    [Theory]
    [InlineData("web1", "/var/log/m\nb.log", "", 1)]
    [InlineData("web1", @"/var/log/ends\", "", 1)]
    [InlineData("web1", "231", "rotated", 0)]
    [InlineData("web1", "232", "rotated", 1)]
    [InlineData("web1", "255", "", 0)]
    [InlineData("web1", "256", "probe", 1)]
    [InlineData("..", "/var/log/app.log", "", 0)]
    [InlineData("we\nb1", "/var/log/m\nb.log", "", 0)]
    public void The_sender_is_told_of_a_name_that_will_never_do_unless_the_host_is_at_fault(string host, string file, string mode, int told)
    {
        var name = int.TryParse(file, out var length) ? new string('n', length) : file;
        var answers = new List<FragmentAck>();
        var piece = new Piece(mode == "probe" ? "" : "line\n") { Host = host, File = name, OpMode = mode };

        Record.Exception(() => Read(piece.ToMessage(), answers));
        Record.Exception(() => Read(piece.Plain().ToMessage(), answers));

        Assert.Equal(told, answers.Count);
        Assert.All(answers, ack => Assert.Equal((name, 1ul, 7ul, "a0-0", -1L, 3), (ack.Filename, ack.StDev, ack.StIno, ack.Gen, ack.Fpos, ack.Gap)));
    }

    [Fact]
    public void Data_that_is_not_base64_is_refused()
    {
        var body = """{"req": "pub.logtail", "filename": "a", "hostname": "h", "fpos": 0, "st_dev": 1, "st_ino": 1, "data": "?!"}""";

        Assert.Equal(MessageFault.BadField, Assert.Throws<MessageException>(() => Read(Json(body))).Fault);
    }

    [Theory]
    [InlineData("filename")]
    [InlineData("hostname")]
    [InlineData("comp")]
    [InlineData("op_mode")]
    [InlineData("data")]
    public void Fields_without_a_value_are_missing_or_empty(string field)
    {
        var body = """{"req": "pub.logtail", "filename": "a", "hostname": "h", "comp": "", "op_mode": "", "data": "", "fpos": 0, "st_dev": 1, "st_ino": 1}""";
        var without = System.Text.RegularExpressions.Regex.Replace(body, $"\"{field}\": \"[^\"]*\"", $"\"{field}\": null");

        if (field is "filename" or "hostname")
        {
            Assert.Throws<MessageException>(() => Read(Json(without)));
        }
        else
        {
            Assert.True(Read(Json(without)).Content.IsEmpty);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public void The_content_is_in_the_blob_or_in_the_body(string comp)
    {
        var blob = Read(Good with { Comp = comp });
        var body = Read(Good with { Comp = comp, UseBlob = false });
        var withEmptyBlob = Read(Json("""{"req": "pub.logtail", "filename": "a", "hostname": "h", "fpos": 0, "st_dev": 1, "st_ino": 1, "data": "bGluZQo="}""", []));

        Assert.Equal("line\n"u8, blob.Content.Span);
        Assert.Equal("line\n"u8, body.Content.Span);
        Assert.Equal("line\n"u8, withEmptyBlob.Content.Span);
    }

    [Fact]
    public void More_than_is_allowed_is_not_unpacked()
    {
        var bomb = Good with { Content = new string('0', 1024 * 1024), Comp = "gzip", Length = 10 };

        Assert.Throws<InvalidDataException>(() => Read(bomb).Content);
    }

    [Fact]
    public void A_piece_of_another_length_than_it_says_is_damaged() =>
        Assert.Throws<InvalidDataException>(() => Read(Good with { Length = 4 }).Content);

    private static Message Json(string body, byte[]? blob = null) =>
        Message.Create("pub.logtail", System.Text.Encoding.UTF8.GetBytes(body), blob: blob is null ? default(ReadOnlyMemory<byte>?) : blob);

    private Arrival Read(Piece piece) => Read(piece.ToMessage());

    private Arrival Read(Message message, List<FragmentAck>? answers = null)
    {
        var messages = new FakeMessages { OnReturn = frames => answers?.Add(Opened(frames)) };
        return new FragmentReader(new TailWriterOptions { Dstdir = "/data/copies", HostSubdirs = true, MaxFragment = new(64 * 1024) }, messages, metrics)
            .Read(message.From(Multipart.EncodeAddress("sender"u8)));
    }

    private static FragmentAck Opened(Multipart frames)
    {
        Assert.Equal(MessageFault.None, Message.TryParse(frames, out var message));
        return new FakeMessages().Open(message, BodiesJson.Default.FragmentAck);
    }
}
