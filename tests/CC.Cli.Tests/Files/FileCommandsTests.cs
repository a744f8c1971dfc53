using System.Text.Json;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Tests.Files;

public sealed class FileCommandsTests
{
    private static readonly FileDescription Waiting = File("/var/log/a.log", FileDescription.Source);

    [Fact]
    public async Task Lists_what_is_carried_however_many_files_there_are()
    {
        await using var node = await FakeNode.StartAsync(message =>
            [FakeNode.Reply(ListOf(Skip(message) == 0 ? [Waiting] : [Waiting with { Filename = "/var/log/b.log" }]) with { More = Skip(message) == 0 ? 1 : 0 }, ControlJson.Default.FileList)]);

        var ran = await Ctl.RunAsync("files", "status", "--section", "d:a", "--match", "*.log", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, 3), (ran.Code, ran.Lines.Length));
        Assert.Contains("/var/log/b.log", ran.Lines[2], StringComparison.Ordinal);
        Assert.Equal("""d:a *.log""", $"{Field(node.Received[0], "section")} {Field(node.Received[0], "match")}");
    }

    [Fact]
    public async Task Says_whose_files_are_not_known()
    {
        await using var node = await FakeNode.WithAsync(ListOf([]) with { Unseen = [new UnseenCarrier { Section = "d:b", Why = "it can't" }] }, ControlJson.Default.FileList);

        var ran = await Ctl.RunAsync("files", "status", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "ccctl: the files of d:b are not known: it can't\n"), (ran.Code, ran.Error));
    }

    [Theory]
    [InlineData("same", "same", ExitCode.Ok, "identical")]
    [InlineData("one", "other", ExitCode.Failed, "different")]
    public async Task Compares_the_hashes_of_both_ends(string here, string there, object code, string finding)
    {
        await using var source = await NodeAsync(here, Waiting);
        await using var target = await NodeAsync(there, File("/var/log/a.log", FileDescription.Target));

        var ran = await Ctl.RunAsync("files", "verify", "--source", source.Endpoint, "--target", target.Endpoint, "--json");

        Assert.Equal(code, ran.Code);
        var found = JsonDocument.Parse(ran.Output).RootElement.GetProperty("files")[0];
        Assert.Equal((finding, 10L, 50L), (found.GetProperty("finding").GetString(), found.GetProperty("begin").GetInt64(), found.GetProperty("end").GetInt64()));
        Assert.Equal("7", Field(target.Received.Last(), "st_ino"));
    }

    [Fact]
    public async Task What_the_target_lacks_is_missing_and_what_the_source_has_no_more_is_gone()
    {
        await using var source = await FakeNode.StartAsync(message => message.Type == ControlTypes.FilesStatus
            ? [FakeNode.Reply(ListOf([Waiting, Waiting with { StIno = 9, Acked = 10 }]), ControlJson.Default.FileList)]
            : [FakeNode.No(message, ControlErrors.Unknown, "nobody here has it")]);
        await using var target = await FakeNode.StartAsync(message => message.Type == ControlTypes.FilesStatus
            ? [FakeNode.Reply(ListOf([File("/var/log/old.log", FileDescription.Target), File("/var/log/b.log", FileDescription.Target) with { Host = "web2" }]), ControlJson.Default.FileList)]
            : Field(message, "filename") == "/var/log/old.log" ? [FakeNode.Reply(HashOf("x"), ControlJson.Default.FileHash)]
            : [FakeNode.No(message, ControlErrors.Unknown, "nobody here has it")]);

        var ran = await Ctl.RunAsync("files", "verify", "--source", source.Endpoint, "--target", target.Endpoint);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Equal(["missing", "waiting", "gone", "1"], ran.Lines.Skip(1).Select(line => line.Split(' ')[0]));
        Assert.Equal("1 gone, 1 missing, 1 waiting", ran.Lines[^1]);
    }

    [Fact]
    public async Task A_target_that_does_not_list_a_file_is_asked_for_it_by_name()
    {
        await using var source = await NodeAsync("same", Waiting);
        await using var target = await NodeAsync("same");

        var ran = await Ctl.RunAsync("files", "verify", "--source", source.Endpoint, "--target", target.Endpoint);

        Assert.Equal((ExitCode.Ok, "1 identical"), (ran.Code, ran.Lines[^1]));
        Assert.Equal("web1 /var/log/a.log", $"{Field(target.Received.Last(), "host")} {Field(target.Received.Last(), "filename")}");
    }

    [Theory]
    [InlineData("of nothing", "identical")]
    [InlineData("of something", "different")]
    public async Task An_empty_file_is_compared_as_well(string stored, string finding)
    {
        var empty = Waiting with { State = "done", Begin = 0, Acked = 0, Size = 0 };
        await using var source = await NodeAsync("of nothing", empty);
        await using var target = await NodeAsync(stored, empty with { Role = FileDescription.Target, State = "stored" });

        var ran = await Ctl.RunAsync("files", "verify", "--source", source.Endpoint, "--target", target.Endpoint);

        Assert.Equal($"1 {finding}", ran.Lines[^1]);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_compared_does_not_differ()
    {
        var asked = 0;
        await using var source = await FakeNode.StartAsync(message => message.Type == ControlTypes.FilesStatus
            ? [FakeNode.Reply(ListOf([Waiting]), ControlJson.Default.FileList)]
            : asked++ == 0 ? [FakeNode.Reply(HashOf("before"), ControlJson.Default.FileHash)] : [FakeNode.No(message, ControlErrors.Unknown, "nobody here has it")]);
        await using var target = await NodeAsync("after", File("/var/log/a.log", FileDescription.Target));

        var ran = await Ctl.RunAsync("files", "verify", "--source", source.Endpoint, "--target", target.Endpoint);

        Assert.Equal((ExitCode.Ok, "1 gone"), (ran.Code, ran.Lines[^1]));
    }

    [Fact]
    public async Task A_target_that_can_not_be_connected_to_is_no_target()
    {
        var ran = await Ctl.RunAsync("files", "verify", "--target", "nowhere");

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.StartsWith("ccctl: --target nowhere: ", ran.Error, StringComparison.Ordinal);
    }

    private static Task<FakeNode> NodeAsync(string hash, params FileDescription[] files) => FakeNode.StartAsync(message => message.Type == ControlTypes.FilesStatus
        ? [FakeNode.Reply(ListOf(files), ControlJson.Default.FileList)]
        : [FakeNode.Reply(HashOf(hash), ControlJson.Default.FileHash)]);

    private static FileHash HashOf(string hash) => new() { Req = "reply", Section = "x", Sha256 = hash };

    private static FileList ListOf(IReadOnlyList<FileDescription> files) => new() { Req = "reply", Hostname = "web1", Files = files, Unseen = [] };

    private static FileDescription File(string name, string role) =>
        new() { Section = "x", Role = role, Host = "web1", Filename = name, StIno = 7, Gen = "b-0", State = "waiting", Begin = 10, Acked = 50, Size = 50, Path = $"/copies{name}" };

    private static int Skip(in Message message) => JsonDocument.Parse(message.Body).RootElement.GetProperty("skip").GetInt32();

    private static string Field(in Message message, string name) => JsonDocument.Parse(message.Body).RootElement.GetProperty(name).ToString();
}
