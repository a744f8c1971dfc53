using CC.Client.Control;
using CC.Client.Security;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.CommandLine;

/// <summary>With keys: <c>--sign</c> and <c>--verify-ca</c>.</summary>
public sealed class SignedTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        Assert.Equal(ExitCode.Ok, (await Ctl.RunAsync("keys", "ca", "siteca", "--keystore", folder.Path)).Code);
        Assert.Equal(ExitCode.Ok, (await Ctl.RunAsync("keys", "user", "admin", "--ca", "siteca", "--keystore", folder.Path)).Code);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return default;
    }

    [Theory]
    [InlineData("info")]
    [InlineData("publish pub.note")]
    [InlineData("request cc.ping")]
    [InlineData("events")]
    public async Task What_is_sent_is_good_for_a_node_that_verifies(string line)
    {
        await using var node = await FakeNode.SayingNoAsync(ControlErrors.Refused, "not now");
        var security = MessageSecurity.Open(new CmsOptions { CmsKeystore = folder.Path, CmsVerifyCa = ["siteca"] }, TimeProvider.System);

        await Ctl.RunAsync([.. line.Split(' '), "--sign", "admin", "--keystore", folder.Path, "-e", node.Endpoint]);

        Assert.All(node.Received, message => Assert.Equal(("admin", false), (security.Examine(message).Signer?.CommonName, message.HasBlob)));
        Assert.NotEmpty(node.Received);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("publish pub.note")]
    [InlineData("request cc.ping")]
    [InlineData("events")]
    public async Task No_answer_is_believed_that_is_not_signed_not_even_one_that_says_no(string line)
    {
        await using var node = await FakeNode.SayingNoAsync(ControlErrors.Refused, "not now");

        var ran = await Ctl.RunAsync([.. line.Split(' '), "--verify-ca", "siteca", "--keystore", folder.Path, "-e", node.Endpoint]);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("not trusted", ran.Error);
        Assert.DoesNotContain("not now", ran.Error);
    }

    [Theory]
    [InlineData("send h x --id t")]
    [InlineData("watch t")]
    [InlineData("status t")]
    [InlineData("cancel t")]
    [InlineData("list h")]
    [InlineData("history h")]
    [InlineData("show h x")]
    public async Task That_nothing_that_comes_of_a_task_is_signed_is_said_at_once_and_from_whom_it_comes(string line)
    {
        await using var node = await FakeNode.StartAsync(message =>
        [
            ($"task.reply.{message.Type.Split('.')[2]}", $$"""{"req":"task.reply.{{message.Type.Split('.')[2]}}","hostname":"there","task_id":"{{message.Type.Split('.')[2]}}","status":"finished"}"""),
        ]);

        var ran = await RunAsync(node, line);

        Assert.Equal(ExitCode.Refused, ran.Code);
        Assert.Contains("(finished) from there, as it says, is not trusted: it is not signed", ran.Error);
        Assert.Single(node.Received);
    }

    [Fact]
    public async Task A_router_that_does_not_sign_is_passed_over_where_the_runner_does()
    {
        var signing = MessageSecurity.Open(new CmsOptions { CmsKeystore = folder.Path, CmsSign = "admin" }, TimeProvider.System);
        await using var node = await FakeNode.StartAsync(
            message => [Told("forwarded"), Told("starting"), Told("finished")], (_, answer) => answer.Body.Span.IndexOf("forwarded"u8) < 0 ? signing.Seal(answer) : answer);

        var ran = await RunAsync(node, "send h x --id t");

        Assert.Equal(ExitCode.Ok, ran.Code);
        Assert.DoesNotContain("trusted", ran.Error);
    }

    [Fact]
    public async Task A_runner_that_does_not_sign_is_not_believed_though_the_router_is()
    {
        var signing = MessageSecurity.Open(new CmsOptions { CmsKeystore = folder.Path, CmsSign = "admin" }, TimeProvider.System);
        await using var node = await FakeNode.StartAsync(
            message => [Told("forwarded"), Told("starting"), Told("finished")], (_, answer) => answer.Body.Span.IndexOf("forwarded"u8) < 0 ? answer : signing.Seal(answer));

        var ran = await RunAsync(node, "send h x --id t");

        Assert.Equal(ExitCode.Refused, ran.Code);
        Assert.Contains("(starting) from there, as it says, is not trusted", ran.Error);
    }

    private static (string Type, string Json) Told(string status) => ("task.reply.t", $$"""{"req":"task.reply.t","hostname":"there","task_id":"t","status":"{{status}}"}""");

    private Task<Ran> RunAsync(FakeNode node, string line) =>
        Ctl.RunAsync(["task", .. line.Split(' '), "--verify-ca", "siteca", "--keystore", folder.Path, "-e", node.Endpoint]);

    [Fact]
    public async Task What_is_said_against_a_message_is_believed_only_if_it_is_signed()
    {
        var signing = MessageSecurity.Open(new CmsOptions { CmsKeystore = folder.Path, CmsSign = "admin" }, TimeProvider.System);
        await using var node = await FakeNode.StartAsync(
            message => [FakeNode.No(message, ControlErrors.NoRoute, "none")], (asked, answer) => asked.Type == ControlTypes.Ping ? signing.Seal(answer) : answer);

        var ran = await Ctl.RunAsync("publish", "pub.note", "--verify-ca", "siteca", "--keystore", folder.Path, "-e", node.Endpoint);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("not trusted", ran.Error);
    }
}
