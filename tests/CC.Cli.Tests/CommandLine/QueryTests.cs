using System.Text.Json;
using CC.Client.Control;

namespace CC.Cli.Tests.CommandLine;

public sealed class QueryTests
{
    [Fact]
    public async Task Ping_says_who_is_there()
    {
        await using var node = await FakeNode.WithAsync(Samples.Ping, ControlJson.Default.PingReply);

        var ran = await Ctl.RunAsync("ping", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "node1 is there: version 1.0.0, process 42\n", ""), (ran.Code, ran.Output, ran.Error));
        Assert.Equal(ControlTypes.Ping, Assert.Single(node.Received).Type);
    }

    [Fact]
    public async Task Json_is_what_the_node_has_answered_even_where_that_is_more_than_is_known_here()
    {
        const string Answer = """{"req":"reply","job_name":"n","version":"9","pid":1,"time":1.5,"hostname":"h","blob_hash":"","news":{"of":"later"}}""";
        await using var node = await FakeNode.StartAsync(_ => [("reply", Answer)]);

        var ran = await Ctl.RunAsync("ping", "--json", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, Answer + "\n"), (ran.Code, ran.Output));
    }

    [Theory]
    [InlineData("plugins info Echo", ControlTypes.PluginInfo)]
    [InlineData("plugins load Echo", ControlTypes.PluginLoad)]
    [InlineData("plugins unload Echo", ControlTypes.PluginUnload)]
    [InlineData("plugins reload Echo", ControlTypes.PluginReload)]
    [InlineData("plugins release Echo", ControlTypes.PluginRelease)]
    [InlineData("plugins verify Echo", ControlTypes.PluginVerify)]
    public async Task Commands_about_a_plugin_name_it_in_the_request(string line, string type)
    {
        await using var node = await FakeNode.SayingNoAsync(ControlErrors.Refused, "not now");

        var ran = await Ctl.RunAsync([.. line.Split(' '), "--endpoint", node.Endpoint]);

        var request = Assert.Single(node.Received);
        Assert.Equal((ExitCode.Refused, type), (ran.Code, request.Type));
        Assert.Equal("Echo", JsonDocument.Parse(request.Body).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_change_is_told_in_the_words_of_the_node()
    {
        await using var node = await FakeNode.WithAsync(new ChangeReply { Req = "reply", Text = "Echo 2 serves" }, ControlJson.Default.ChangeReply);

        var ran = await Ctl.RunAsync("plugins", "reload", "Echo", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "Echo 2 serves\n"), (ran.Code, ran.Output));
    }

    [Theory]
    [InlineData("valid", Samples.Hash, ExitCode.Ok)]
    [InlineData("not-required", Samples.Hash, ExitCode.Ok)]
    [InlineData("invalid", Samples.Hash, ExitCode.Failed)]
    [InlineData("missing", Samples.Hash, ExitCode.Failed)]
    [InlineData("valid", "", ExitCode.Failed)]
    internal async Task Verify_fails_where_files_differ_or_the_signature_does_not_count(string signature, string onDisk, ExitCode expected)
    {
        var verification = Samples.Verification with { Signature = signature, DiskSha256 = onDisk };
        await using var node = await FakeNode.WithAsync(verification, ControlJson.Default.PluginVerification);

        var ran = await Ctl.RunAsync("plugins", "verify", "Echo", "-e", node.Endpoint);

        Assert.Equal(expected, ran.Code);
        Assert.Contains(signature, ran.Output);
    }

    [Theory]
    [InlineData("changed", "same         no")]
    [InlineData("signature-invalid", "same         yes")]
    public async Task Verify_names_each_file_that_is_not_as_it_should_be(string finding, string same)
    {
        var verification = Samples.Verification with { Findings = [new PluginFinding { File = "runtimes/lib.so", Finding = finding, Text = "it is so" }] };
        await using var node = await FakeNode.WithAsync(verification, ControlJson.Default.PluginVerification);

        var ran = await Ctl.RunAsync("plugins", "verify", "Echo", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains(same, ran.Lines);
        Assert.Matches($"^runtimes/lib.so  {finding}  it is so$", ran.Lines[^1]);
    }

    [Fact]
    public async Task Verify_with_json_fails_likewise()
    {
        var verification = Samples.Verification with { Findings = [new PluginFinding { File = "a.dll", Finding = "new" }] };
        await using var node = await FakeNode.WithAsync(verification, ControlJson.Default.PluginVerification);

        var ran = await Ctl.RunAsync("plugins", "verify", "Echo", "--json", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Equal("a.dll", JsonDocument.Parse(ran.Output).RootElement.GetProperty("findings")[0].GetProperty("file").GetString());
    }
}
