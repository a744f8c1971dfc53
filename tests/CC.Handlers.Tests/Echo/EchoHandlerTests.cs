using CC.Plugins.Echo;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.Echo;

public sealed class EchoHandlerTests : IAsyncDisposable
{
    private readonly FakeMessages messages = new() { HostName = "answerer" };
    private readonly EchoHandler echo;

    public EchoHandlerTests() => echo = new EchoHandler(new EchoOptions(), messages, new ManualTime(), new RecordingLogger<EchoHandler>());

    public ValueTask DisposeAsync() => echo.DisposeAsync();

    [Fact]
    public async Task Answers_a_ping_with_copies_of_its_fields_along_its_route()
    {
        await echo.HandleAsync(Ping("""{"req":"echo.request","target":"tcp://a:1","time":1353596401.1234567,"hostname":"asker"}"""), default);

        var frames = Assert.Single(messages.Returned);
        Assert.Equal(["hop 2", "hop 1", "", "echo.response"], frames.Texts()[..4]);
        Message.TryParse(frames, out var answer);
        var response = messages.Open(answer, BodiesJson.Default.EchoResponse);
        Assert.Equal("asker", response.OrigHostname);
        Assert.Equal("tcp://a:1", response.OrigTarget);
        Assert.Equal(1353596401.1234567, response.OrigTime);
        Assert.Equal("answerer", response.Hostname);
        Assert.False(answer.HasBlob);
    }

    [Theory]
    [InlineData("""{"req":"echo.request","time":1.5,"hostname":"h"}""")]
    [InlineData("""{"req":"echo.request","target":null,"time":1.5,"hostname":"h"}""")]
    [InlineData("""{"req":"echo.request","target":"T","hostname":"h"}""")]
    [InlineData("""{"req":"echo.request","target":"T","time":1.5}""")]
    [InlineData("""{"req":"echo.request","target":"T","time":1e999,"hostname":"h"}""")]
    [InlineData("""{"req":"echo.response","target":"T","time":1.5,"hostname":"h"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_ping_that_lacks_something_is_invalid_and_not_answered(string body)
    {
        await Assert.ThrowsAsync<MessageException>(async () => await echo.HandleAsync(Ping(body), default));

        Assert.Empty(messages.Returned);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("echo.response")]
    [InlineData("echo.request.more")]
    public async Task Other_types_on_its_route_are_not_for_it(string type)
    {
        var body = $$"""{"req":"{{type}}","target":"T","time":1.5,"hostname":"h"}""";

        var fault = await Assert.ThrowsAsync<MessageException>(async () => await echo.HandleAsync(Messages.Of("id", "", type, body), default));

        Assert.Equal(MessageFault.NotForHandler, fault.Fault);
        Assert.Empty(messages.Returned);
    }

    [Fact]
    public void Pings_nobody_unless_told_to()
    {
        Assert.Equal(new Dictionary<string, string> { ["ping-remotes"] = "" }, OptionsOf.Defaults(typeof(EchoOptions)));
    }

    [Fact]
    public void Takes_a_list_of_endpoints_to_ping()
    {
        Assert.Equal(["tcp://a:1", "ipc:///b"], OptionsOf.Section<EchoOptions>("ping-remotes = tcp://a:1, ipc:///b").PingRemotes);
        Assert.Throws<OptionsException>(() => OptionsOf.Section<EchoOptions>("ping-remotes = tcp://a:1, b"));
    }

    private static Message Ping(string body) => Messages.Of("hop 2", "hop 1", "", "echo.request", body, "");
}
