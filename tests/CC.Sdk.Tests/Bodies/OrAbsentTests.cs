using System.Text.Json;
using CC.Sdk.Bodies;

namespace CC.Sdk.Tests.Bodies;

public sealed class OrAbsentTests
{
    [Theory]
    [InlineData("""{"ack":"1","gen":5,"size":"2","piece_of":[1,["x"]],"fpos":7.5,"hash":{"a":{}}}""")]
    [InlineData("""{"ack":{},"gen":true,"size":[],"piece_of":0,"fpos":1e99,"hash":false}""")]
    [InlineData("""{"ack":null,"gen":null,"size":null,"piece_of":null,"fpos":null,"hash":null}""")]
    [InlineData("{}")]
    public void Fields_of_a_file_that_the_original_does_not_know_are_absent_if_of_another_type(string fields)
    {
        var file = JsonSerializer.Deserialize(Join("""{"req":"pub.infofile","filename":"f","mtime":1.5}""", fields), BodiesJson.Default.InfoFile)!;

        Assert.Equal(new InfoFile { Req = "pub.infofile", Filename = "f", Mtime = 1.5 }, file);
    }

    [Theory]
    [InlineData("""{"ack":"1","gen":5,"start":"2","length":[1]}""")]
    [InlineData("""{"ack":null,"gen":null,"start":null,"length":null}""")]
    public void So_are_those_of_a_fragment(string fields)
    {
        var fragment = JsonSerializer.Deserialize(Join("""{"req":"pub.logtail","filename":"f","fpos":1,"st_dev":2,"st_ino":3}""", fields), BodiesJson.Default.LogtailFragment)!;

        Assert.Equal(new LogtailFragment { Req = "pub.logtail", Filename = "f", Fpos = 1, StDev = 2, StIno = 3 }, fragment);
    }

    [Fact]
    public void What_is_of_their_type_is_read_and_written()
    {
        var file = new InfoFile { Req = "pub.infofile", Mtime = 1, Ack = 1, Gen = "g", Size = 1L << 40, PieceOf = "f", Fpos = 0, Hash = "h" };

        Assert.Equal(file, JsonSerializer.Deserialize(JsonSerializer.Serialize(file, BodiesJson.Default.InfoFile), BodiesJson.Default.InfoFile));
    }

    private static string Join(string body, string fields) => fields == "{}" ? body : $"{body[..^1]},{fields[1..]}";
}
