using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Sdk.Bodies;

namespace CC.Sdk.Tests.Bodies;

/// <summary>The fields of each message, as specification 1.5 has them, are what every other node reads.</summary>
public sealed class WireNamesTests
{
    private static readonly string[] Common = ["req", "time", "hostname", "blob_hash"];

    [Fact]
    public void Of_an_echo_request() =>
        AssertFields(["target"], new EchoRequest { Req = "echo.request", Target = "" }, BodiesJson.Default.EchoRequest);

    [Fact]
    public void Of_an_echo_response() =>
        AssertFields(
            ["orig_hostname", "orig_target", "orig_time"],
            new EchoResponse { Req = "echo.response", OrigHostname = "", OrigTarget = "", OrigTime = 1 },
            BodiesJson.Default.EchoResponse);

    [Fact]
    public void Of_a_log_line() =>
        AssertFields(
            ["log_level", "service_type", "job_name", "log_msg", "log_time", "log_pid", "log_line", "log_function"],
            new LogRecord { Req = "log.info" },
            BodiesJson.Default.LogRecord);

    [Fact]
    public void Of_a_file_fragment_without_acknowledgement() =>
        AssertFields(
            ["filename", "data", "comp", "mode", "fpos", "op_mode", "st_dev", "st_ino"],
            new LogtailFragment { Req = "pub.logtail", Filename = "", Fpos = 0, StDev = 0, StIno = 0 },
            BodiesJson.Default.LogtailFragment);

    [Fact]
    public void Of_a_file_fragment_with_acknowledgement() =>
        AssertFields(
            ["filename", "data", "comp", "mode", "fpos", "op_mode", "st_dev", "st_ino", "ack", "gen", "start", "length"],
            new LogtailFragment { Req = "pub.logtail", Filename = "", Fpos = 0, StDev = 0, StIno = 0, Ack = 1, Gen = "g", Start = 0, Length = 1 },
            BodiesJson.Default.LogtailFragment);

    [Fact]
    public void Of_an_acknowledgement() =>
        AssertFields(
            ["filename", "st_dev", "st_ino", "gen", "fpos"],
            new FragmentAck { Req = "reply", Filename = "", StDev = 0, StIno = 0, Gen = "", Fpos = 0 },
            BodiesJson.Default.FragmentAck);

    [Fact]
    public void Of_a_file_without_acknowledgement() =>
        AssertFields(
            ["filename", "mtime", "data", "comp", "mode"],
            new InfoFile { Req = "pub.infofile", Filename = "", Mtime = 0 },
            BodiesJson.Default.InfoFile);

    [Fact]
    public void Of_a_piece_of_a_file_which_has_no_filename() =>
        AssertFields(
            ["piece_of", "mtime", "data", "comp", "mode", "ack", "gen", "size", "fpos", "hash"],
            new InfoFile { Req = "pub.infofile", PieceOf = "", Mtime = 0, Ack = 1, Gen = "g", Size = 1, Fpos = 0, Hash = "" },
            BodiesJson.Default.InfoFile);

    [Fact]
    public void Of_an_acknowledgement_of_a_file() =>
        AssertFields(
            ["filename", "gen", "done", "fpos"],
            new InfoFileAck { Req = "reply", Filename = "", Gen = "", Done = 1, Fpos = 0 },
            BodiesJson.Default.InfoFileAck);

    private static void AssertFields<T>(string[] expected, T body, JsonTypeInfo<T> typeInfo)
        where T : MessageBody
    {
        var names = JsonSerializer.SerializeToElement(body, typeInfo).EnumerateObject().Select(property => property.Name);

        Assert.Equal([.. Common.Concat(expected).Order()], names.Order());
    }
}
