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
    [InlineData(true, "60", ExitCode.Ok)]
    [InlineData(false, "0.5", ExitCode.NoAnswer)]
    internal async Task Nothing_of_a_task_is_believed_that_is_not_signed(bool isSigned, string limit, ExitCode expected)
    {
        var signing = MessageSecurity.Open(new CmsOptions { CmsKeystore = folder.Path, CmsSign = "admin" }, TimeProvider.System);
        await using var node = await FakeNode.StartAsync(
            message => [("task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"finished"}""")], (_, answer) => isSigned ? signing.Seal(answer) : answer);

        var ran = await Ctl.RunAsync("task", "send", "h", "x", "--id", "t", "--timeout", limit, "--verify-ca", "siteca", "--keystore", folder.Path, "-e", node.Endpoint);

        Assert.Equal(expected, ran.Code);
    }

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
