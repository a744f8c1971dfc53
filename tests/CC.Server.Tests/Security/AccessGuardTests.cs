using CC.Client.Security;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Security;

namespace CC.Server.Tests.Security;

/// <summary>What is not signed; signatures are tested by nodes of their own.</summary>
public sealed class AccessGuardTests
{
    private readonly List<string> answered = [];
    private readonly RecordingLoggers loggers = new();
    private readonly AccessGuard guard;
    private bool isLocal;

    public AccessGuardTests()
    {
        guard = new AccessGuard(_ => isLocal, message => answered.Add(message.Type), new ManualTime(), loggers["guard"])
        {
            InForce = new AccessInForce(new AccessTable([new("cc", ["*"]), new("files", ["*"]), new("task", ["*"]), new("pub", ["*"])]), MessageSecurity.Open(new CmsOptions(), new ManualTime())),
        };
    }

    [Fact]
    public void What_no_rule_is_for_goes_on()
    {
        Assert.True(Admits("log.info"));
        Assert.Empty(answered);
    }

    [Fact]
    public void What_a_rule_is_for_must_be_signed_from_wherever_it_comes()
    {
        isLocal = true;

        Assert.False(Admits("pub.x"));
        Assert.False(Admits("pub.x"));
        Assert.Equal(["pub.x", "pub.x"], answered);
    }

    [Theory]
    [InlineData("cc.info")]
    [InlineData("files.status")]
    [InlineData("task.send.t")]
    public void The_node_is_commanded_from_this_machine_without_a_signature_and_from_others_with_one(string type)
    {
        isLocal = true;
        Assert.True(Admits(type));
        isLocal = false;
        Assert.False(Admits(type));
        Assert.False(guard.Allows(From(type)));
    }

    private bool Admits(string type) => guard.Admits(From(type));

    private static Message From(string type) => Message.Create(type, System.Text.Encoding.UTF8.GetBytes($$"""{"req":"{{type}}"}""")).From([1, 1, (byte)'A']);
}
