using System.Text;
using System.Text.Json;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Tests.Bodies;

/// <summary>What holds for the JSON body of every message: specification 1.4.</summary>
public sealed class BodyCodecTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Fills_in_time_and_host_name()
    {
        var message = Compose(new EchoRequest { Req = EchoRequest.Type, Target = "T" });

        var body = Parse(message);
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), body.GetProperty("time").GetDouble());
        Assert.Equal("here", body.GetProperty("hostname").GetString());
    }

    [Fact]
    public void Keeps_a_time_and_a_host_name_that_are_given()
    {
        var message = Compose(new EchoRequest { Req = EchoRequest.Type, Target = "T", Time = 1.5, Hostname = "there" });

        var body = Parse(message);
        Assert.Equal(1.5, body.GetProperty("time").GetDouble());
        Assert.Equal("there", body.GetProperty("hostname").GetString());
    }

    [Fact]
    public void Always_writes_a_blob_hash_since_receivers_of_a_blob_need_it()
    {
        var message = Compose(new EchoRequest { Req = EchoRequest.Type, Target = "T" });

        Assert.Equal("", Parse(message).GetProperty("blob_hash").GetString());
    }

    [Fact]
    public void Writes_ascii_only()
    {
        var message = Compose(new EchoRequest { Req = EchoRequest.Type, Target = "größe ☃ 𝄞" });

        Assert.True(Ascii.IsValid(message.Body.Span));
        Assert.Equal("größe ☃ 𝄞", Open(message).Target);
    }

    [Theory]
    [InlineData(1.1)]
    [InlineData(1700000000.123457)]
    [InlineData(0.1 + 0.2)]
    [InlineData(5e-324)]
    [InlineData(1.7976931348623157e308)]
    public void A_number_goes_there_and_back_to_the_last_bit(double value)
    {
        var message = Compose(new EchoRequest { Req = EchoRequest.Type, Target = "T", Time = value });

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Open(message).Time));
    }

    [Fact]
    public void Ignores_fields_that_it_does_not_know()
    {
        var opened = Open(Request("""{"req":"echo.request","target":"T","time":1.5,"hostname":"h","further":{"a":[1,"x"]}}"""));

        Assert.Equal("T", opened.Target);
    }

    [Theory]
    [InlineData("""{"x":NaN,"req":"echo.request","target":"T"}""", "T")]
    [InlineData("""{"req":"echo.request","x":[Infinity, -Infinity,{"y":NaN}],"target":"T"}""", "T")]
    [InlineData("""{"req":"echo.request","x":NaN,"target":"a\"NaN\\"}""", "a\"NaN\\")]
    [InlineData("""{"req":"echo.request","NaN\"":NaN,"target":"-Infinity"}""", "-Infinity")]
    public void Ignores_numbers_that_JSON_does_not_have(string json, string target) => Assert.Equal(target, Open(Request(json)).Target);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("null")]
    public void Refuses_a_number_that_can_not_be_counted_with_and_names_its_field(string number)
    {
        const string Rule = "must be a finite number: neither NaN, nor an infinity, nor null, nor too large";
        var time = Assert.Throws<MessageException>(() => Open(Request($$"""{"req":"echo.request","target":"T","time":{{number}}}""")));
        var file = Message.Create("pub.infofile", Encoding.UTF8.GetBytes($$"""{"req":"pub.infofile","filename":"x","mtime":{{number}}}"""));
        var mtime = Assert.Throws<MessageException>(() => BodyCodec.Open(file, BodiesJson.Default.InfoFile));

        Assert.Equal((MessageFault.BadField, $"time {Rule}"), (time.Fault, time.Message));
        Assert.Equal((MessageFault.BadField, $"mtime {Rule}"), (mtime.Fault, mtime.Message));
    }

    [Fact]
    public void Takes_the_largest_number_there_is() => Assert.Equal(double.MaxValue, Open(Request("""{"req":"echo.request","target":"T","time":1.7976931348623157E+308}""")).Time);

    [Fact]
    public void Takes_a_whole_number_for_a_time()
    {
        var opened = Open(Request("""{"req":"echo.request","target":"T","time":17}"""));

        Assert.Equal(17.0, opened.Time);
    }

    [Fact]
    public void Host_name_and_blob_hash_may_be_absent_or_null()
    {
        var opened = Open(Request("""{"req":"echo.request","target":"T","hostname":null,"blob_hash":null}"""));

        Assert.Equal("", opened.Hostname);
        Assert.Equal("", opened.BlobHash);
    }

    [Fact]
    public void A_blob_needs_no_blob_hash()
    {
        var message = Message.Create("echo.request", """{"req":"echo.request","target":"T"}"""u8.ToArray(), blob: "blob"u8.ToArray());

        Assert.Equal("T", Open(message).Target);
    }

    [Theory]
    [InlineData(MessageFault.NoBody, "")]
    [InlineData(MessageFault.Encrypted, "ENC1")]
    [InlineData(MessageFault.BadBody, "null")]
    [InlineData(MessageFault.BadBody, "[]")]
    [InlineData(MessageFault.BadBody, "{")]
    [InlineData(MessageFault.BadBody, "\"echo.request\"")]
    [InlineData(MessageFault.BadBody, """{"target":"T"}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request"}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":null}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":5}""")]
    [InlineData(MessageFault.BadField, """{"req":"echo.request","target":"T","time":NaN}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":NaN}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":"T","x":-NaN}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":"T","x":"NaN}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":"T","time":"1.5"}""")]
    [InlineData(MessageFault.BadBody, """{"req":"echo.request","target":"T"} and more""")]
    [InlineData(MessageFault.WrongReq, """{"req":"echo.other","target":"T"}""")]
    [InlineData(MessageFault.WrongReq, """{"req":"Echo.request","target":"T"}""")]
    [InlineData(MessageFault.NoBlob, """{"req":"echo.request","target":"T","blob_hash":"SHA-1:00"}""")]
    public void Refuses_a_body_with_a_name_for_what_is_wrong(MessageFault fault, string json)
    {
        var refused = Assert.Throws<MessageException>(() => Open(Request(json)));

        Assert.Equal(fault, refused.Fault);
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public void Refuses_octets_that_are_no_text()
    {
        var message = Message.Create("echo.request", new byte[] { (byte)'{', 0xFF, 0xFE, (byte)'}' });

        var refused = Assert.Throws<MessageException>(() => Open(message));

        Assert.Equal(MessageFault.BadBody, refused.Fault);
    }

    [Fact]
    public void Refuses_json_that_is_nested_without_end()
    {
        var json = $$"""{"req":"echo.request","target":"T","x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";

        var refused = Assert.Throws<MessageException>(() => Open(Request(json)));

        Assert.Equal(MessageFault.BadBody, refused.Fault);
    }

    private static Message Request(string json) => Message.Create("echo.request", Encoding.UTF8.GetBytes(json));

    private static EchoRequest Open(Message message) => BodyCodec.Open(message, BodiesJson.Default.EchoRequest);

    private static JsonElement Parse(Message message) => JsonDocument.Parse(message.Body).RootElement;

    private Message Compose(EchoRequest body) => BodyCodec.Compose(body, BodiesJson.Default.EchoRequest, "here", time, null, default);
}
