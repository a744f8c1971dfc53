using System.Security.Cryptography;
using System.Text.Json;
using CC.Plugins.Tasks.Fetch;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.Tasks;

public sealed class FetchTaskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTaskFeedback feedback = new();
    private readonly byte[] content = [.. Enumerable.Range(0, 10_000).Select(number => (byte)number)];

    public FetchTaskTests()
    {
        File.WriteAllBytes(Path.Combine(folder.Folder("logs/sub"), "a.log"), content);
        File.WriteAllText(Path.Combine(folder.Folder("logs-private"), "secret"), "x");
    }

    private string Logs => folder["logs"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sub/a.log", "0")]
    [InlineData("sub/a.log", "2500")]
    [InlineData("sub/a.log", "10000")]
    public async Task A_file_comes_in_pieces_with_the_hash_of_all_of_it(string path, string offset)
    {
        await Task().RunAsync(Requests.Of("s", ("path", path), ("offset", offset)), feedback, CancellationToken.None);

        var from = int.Parse(offset, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(content[from..], feedback.Told.SelectMany(told => told.Blob!));
        Assert.All(feedback.Told, told => Assert.InRange(told.Blob!.Length, 1, 2048));
        var first = from;
        foreach (var (json, blob) in feedback.Told)
        {
            Assert.Equal($$"""{"pos":{{first}},"length":{{blob!.Length}}}""", json);
            first += blob.Length;
        }

        var result = JsonDocument.Parse(feedback.Result!).RootElement;
        Assert.Equal((10_000, Convert.ToHexStringLower(SHA256.HashData(content))), (result.GetProperty("size").GetInt32(), result.GetProperty("sha256").GetString()));
    }

    [Fact]
    public async Task A_whole_path_is_understood_as_well()
    {
        await Task().RunAsync(Requests.Of("s", ("path", Path.Combine(Logs, "sub", "a.log"))), feedback, CancellationToken.None);

        Assert.Equal(content, feedback.Told.SelectMany(told => told.Blob!));
    }

    [Theory]
    [InlineData("../logs-private/secret")]
    [InlineData("sub/../../logs-private/secret")]
    [InlineData("/etc/passwd")]
    [InlineData("link/secret")]
    [InlineData("sub")]
    [InlineData("nothing")]
    [InlineData("pipe")]
    [InlineData("a\0b")]
    public async Task What_is_no_file_below_the_folder_is_refused(string path)
    {
        File.CreateSymbolicLink(Path.Combine(Logs, "link"), folder["logs-private"]);
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(Logs, "pipe"));
        await mkfifo.WaitForExitAsync();

        await RefusedAsync("is no file below", ("path", path));
    }

    [Fact]
    public void A_link_that_was_put_in_the_place_of_what_was_looked_at_is_refused()
    {
        File.CreateSymbolicLink(Path.Combine(Logs, "link"), folder["logs-private"]);
        File.CreateSymbolicLink(Path.Combine(Logs, "other"), Path.Combine(Logs, "sub"));

        var refused = Assert.Throws<TaskRefusedException>(() => AllowedFile.OpenFound(Logs, Path.Combine(Logs, "link", "secret")));
        using var allowed = AllowedFile.OpenFound(Logs, Path.Combine(Logs, "other", "a.log"));

        Assert.Contains("is no file below", refused.Message, StringComparison.Ordinal);
        Assert.Equal(content.Length, allowed.Length);
    }

    [Fact]
    public async Task The_name_of_the_folder_as_a_beginning_is_not_enough() => await RefusedAsync("is no file below", ("path", $"{Logs}-private/secret"));

    [Theory]
    [InlineData("-1", "is not a whole number")]
    [InlineData("x", "is not a whole number")]
    [InlineData("10001", "is behind the end")]
    public async Task An_offset_that_is_none_is_refused(string offset, string why) => await RefusedAsync(why, ("path", "sub/a.log"), ("offset", offset));

    [Fact]
    public async Task A_file_that_is_too_long_is_refused()
    {
        var refused = await Assert.ThrowsAsync<TaskRefusedException>(() => Task("max-size = 9999").RunAsync(Requests.Of("s", ("path", "sub/a.log")), feedback, CancellationToken.None));

        Assert.Contains("max-size", refused.Message, StringComparison.Ordinal);
    }

    private FetchTask Task(string more = "") => new(OptionsOf.Section<FetchOptions>($"folders = {Logs}\npiece = 2048\n{more}"));

    private async Task RefusedAsync(string why, params (string Name, string Value)[] parameters)
    {
        var refused = await Assert.ThrowsAsync<TaskRefusedException>(() => Task().RunAsync(Requests.Of("s", parameters), feedback, CancellationToken.None));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty(feedback.Told);
    }
}
