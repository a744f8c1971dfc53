using CC.Cli.Jobs;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Jobs;

public sealed class JobFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"name": "a", "name": "b", "cmd": "x"}""", "'name'")]
    [InlineData("""{"jobs": [{"name": "a", "cmd": "x", "env": {"A": "1", "A": "2"}}]}""", "'A'")]
    public void What_is_there_twice_is_named(string content, string told)
    {
        var failure = Assert.Throws<CommandFailure>(() => JobFile.Read(folder.File("jobs.json", content), "default"));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.Contains("jobs.json", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name": "a", "cmd": "\ud800"}""", """FILE {0}: \ud800 in line 1 has half of a surrogate pair, which is no character; write both""")]
    [InlineData("{\"jobs\": [{\"name\": \"a\", \"cmd\": \"x\",\n\"env\": {\"A\\udc00\": \"1\"}}]}", """FILE {0}: A\udc00 in line 2 has half of a surrogate pair""")]
    [InlineData("", "FILE {0}: has no jobs: it is empty; write")]
    [InlineData("[]", "FILE {0}: has no jobs: it is no JSON object; write")]
    public void What_is_no_job_file_is_told_in_words(string content, string told)
    {
        var file = folder.File("jobs.json", content);

        Assert.StartsWith(told.Replace("{0}", file, StringComparison.Ordinal), Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_told_in_words()
    {
        var broken = folder.File("jobs.json", "");
        File.WriteAllBytes(broken, [.. "{\n\"name\": \"a\","u8, (byte)'\n', 0xff, (byte)'}']);
        var large = folder.File("large.json", "");
        using (var content = File.OpenWrite(large))
        {
            content.SetLength(100 << 20);
        }

        Assert.Equal($"FILE {broken}: is no UTF-8, from line 3 on; save it as UTF-8, or see if another file is meant", Refused(broken));
        Assert.Equal($"FILE {large}: has more than 64 MB, which is the most that is read; see if another file is meant, or divide it", Refused(large));
        Assert.Equal($"FILE {folder.Path}: is a folder; name a file in it", Refused(folder.Path));
        Assert.StartsWith($"FILE {folder["none"]}: can't be read: ", Refused(folder["none"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_end_or_no_content_is_told_in_words()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs /dev/zero");

        Assert.Contains("has no jobs: it is empty", Refused("/dev/null"), StringComparison.Ordinal);
        Assert.Contains("has more than 64 MB", Refused("/dev/zero"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_that_it_is_utf8_is_left_out()
    {
        var file = folder.File("jobs.json", "\ufeff{\"name\": \"ä\", \"cmd\": \"\\ud83d\\ude00\"}");

        var config = JobFile.Read(file, "default").Single().Config;

        Assert.Equal(("ä", "😀"), ((string?)config["name"], (string?)config["cmd"]));
    }

    private static string Refused(string file)
    {
        var failure = Assert.Throws<CommandFailure>(() => JobFile.Read(file, "default"));
        Assert.Equal(ExitCode.Usage, failure.Code);
        return failure.Message;
    }
}
