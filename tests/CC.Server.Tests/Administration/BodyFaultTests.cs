using System.Text;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Administration;

namespace CC.Server.Tests.Administration;

public sealed class BodyFaultTests
{
    [Theory]
    [InlineData("{bad", "the body of cc.ping is no JSON: ")]
    [InlineData("[1]", "the body of cc.ping is no JSON object; ")]
    [InlineData("null", "the body of cc.ping is no JSON object; ")]
    [InlineData("{}", "the body of cc.ping lacks the field req")]
    [InlineData("""{"req":"cc.ping","name":1}""", "the body of cc.ping has a field name that ")]
    [InlineData("""{"req":"cc.ping","time":NaN}""", "cc.ping can't be read: time must be a finite number")]
    [InlineData("""{"req":"cc.ping","time":"now"}""", "the body of cc.ping has a field time that ")]
    [InlineData("""{"req":null}""", "the body of cc.ping has ")]
    [InlineData("""{"req":"cc.pong"}""", "cc.ping can't be read: its body says that it is of another type")]
    public void Names_what_is_wrong_and_no_type_of_the_program(string body, string expected)
    {
        var message = Message.Create("cc.ping", Encoding.UTF8.GetBytes(body));
        var invalid = Assert.Throws<MessageException>(() => new FakeMessages().Open(message, ControlJson.Default.ControlRequest));

        var text = BodyFault.Of(message, invalid);

        Assert.StartsWith(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Control", text);
        Assert.DoesNotContain("System.", text);
    }
}
