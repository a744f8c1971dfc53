using System.Text;
using System.Text.Json;
using CC.Cli.Tasks;
using CC.Client.Tasks;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Tasks;

public sealed class BlobFileTests : IDisposable
{
    private const string Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // Of abc, as FIPS 180-2 has it.

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Has_its_name_only_when_all_is_there()
    {
        using var file = new BlobFile(folder["got"]);
        file.Take(Blob("ab", """{"pos":0}"""));
        file.Take(Blob(null, """{"pos":7}"""));
        file.Take(Blob("c", """{"pos":2}"""));
        Assert.False(File.Exists(folder["got"]));

        var length = file.Finish(Blob(null, $$"""{"size":3,"sha256":"{{Hash.ToUpperInvariant()}}"}"""));

        Assert.Equal((3, "abc"), (length!.Value, File.ReadAllText(folder["got"])));
        Assert.False(File.Exists(folder["got.part"]));
    }

    [Theory]
    [InlineData("""{"size":4}""", "3 octets came of 4")]
    [InlineData("""{"sha256":"00"}""", "has the SHA-256")]
    public void What_is_not_whole_has_no_name(string final, string expected)
    {
        using var file = new BlobFile(folder["got"]);
        file.Take(Blob("abc", null));

        var failure = Assert.Throws<CommandFailure>(() => file.Finish(Blob(null, final)));

        Assert.Contains(expected, failure.Message);
        Assert.False(File.Exists(folder["got"]));
    }

    [Fact]
    public void A_missing_piece_is_noticed()
    {
        using var file = new BlobFile(folder["got"]);
        file.Take(Blob("abc", null));

        Assert.Contains("octet 3 should follow, and 5 came", Assert.Throws<CommandFailure>(() => file.Take(Blob("de", """{"pos":5}"""))).Message);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("ab and what is fetched anew")]
    public void A_transfer_that_broke_off_goes_on_behind_what_is_there(string before)
    {
        folder.File("got.part", before);
        using var file = new BlobFile(folder["got"]);
        file.Take(Blob("c", """{"pos":2}"""));

        var length = file.Finish(Blob(null, $$"""{"size":3,"offset":2,"sha256":"{{Hash}}"}"""));

        Assert.Equal((3, "abc"), (length!.Value, File.ReadAllText(folder["got"])));
    }

    [Fact]
    public void Or_is_done_if_only_its_end_was_missing()
    {
        folder.File("got.part", "abc");
        using var file = new BlobFile(folder["got"]);

        var length = file.Finish(Blob(null, $$"""{"size":3,"offset":3,"sha256":"{{Hash}}"}"""));

        Assert.Equal((3, "abc"), (length!.Value, File.ReadAllText(folder["got"])));
    }

    [Theory]
    [InlineData(null, "got.part has 0 octets to add it to; begin with offset=0")]
    [InlineData("a", "got.part has 1 octets to add it to; begin with offset=1")]
    public void What_does_not_follow_what_is_there_is_not_added(string? before, string expected)
    {
        var part = before is null ? folder["got.part"] : folder.File("got.part", before);
        using var file = new BlobFile(folder["got"]);

        Assert.Contains(expected, Assert.Throws<CommandFailure>(() => file.Take(Blob("c", """{"pos":2}"""))).Message);
        Assert.Equal(before, File.Exists(part) ? File.ReadAllText(part) : null);
    }

    [Fact]
    public void Without_a_blob_there_is_no_file()
    {
        using var file = new BlobFile(folder["got"]);

        Assert.Null(file.Finish(Blob(null, """{"size":3}""")));
        Assert.False(File.Exists(folder["got"]));
    }

    [Fact]
    public void An_empty_blob_makes_an_empty_file()
    {
        using var file = new BlobFile(folder["got"]);
        file.Take(Blob("", null));

        Assert.Equal(0, file.Finish(Blob(null, null)));
        Assert.Equal(0, new FileInfo(folder["got"]).Length);
    }

    [Fact]
    public void A_file_that_can_not_be_written_fails_with_the_reason()
    {
        using var file = new BlobFile(folder["missing/got"]);

        Assert.Contains("can't be written", Assert.Throws<CommandFailure>(() => file.Take(Blob("abc", null))).Message);
    }

    private static TaskUpdate Blob(string? blob, string? feedback) => new()
    {
        TaskId = "t",
        Blob = blob is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(blob),
        Feedback = feedback is null ? null : JsonDocument.Parse(feedback).RootElement,
    };
}
