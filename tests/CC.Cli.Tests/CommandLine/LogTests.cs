using System.Text.Json;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Tests.CommandLine;

public sealed class LogTests
{
    [Fact]
    public async Task Prints_the_lines_that_are_wanted_and_says_where_some_are_missing()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, [Event(1, "INFO", "one"), Event(2, "ERROR", "two"), Event(5, "WARNING", "three"), Event(6, "ERROR", "four")]));

        var ran = await Ctl.RunAsync("log", "-f", "--level", "warning", "--host", "web*", "--grep", "^t", "-n", "2", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Ok, ran.Code);
        Assert.Equal(["ERROR two", "WARNING three"], ran.Lines.Select(line => line[line.IndexOf(',')..][5..]));
        Assert.All(ran.Lines, line => Assert.StartsWith("[cc.d:x@web1] ", line, StringComparison.Ordinal));
        Assert.StartsWith("ccctl: 2 events are missing here", ran.Error, StringComparison.Ordinal);
        Assert.Equal("log", JsonDocument.Parse(node.Received[0].Body).RootElement.GetProperty("prefix").GetString());
    }

    [Fact]
    public async Task Json_is_the_message_a_line()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, [Event(1, "INFO", "one")]));

        var ran = await Ctl.RunAsync("log", "-n", "1", "--json", "-e", node.Endpoint);

        Assert.Equal("one", JsonDocument.Parse(Assert.Single(ran.Lines)).RootElement.GetProperty("log_msg").GetString());
    }

    [Theory]
    [InlineData("--level", "LOUD", "ccctl: --level LOUD: is none of TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL.")]
    [InlineData("--grep", "(", "ccctl: --grep (: is no regular expression: ")]
    public async Task What_makes_no_sense_is_refused(string option, string value, string error)
    {
        var ran = await Ctl.RunAsync("log", option, value);

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.StartsWith(error, ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Type, string Json)> Answer(in Message message, (string Type, string Json)[] events) =>
        message.Type != ControlTypes.EventSubscribe
            ? []
            : [FakeNode.Reply(new SubscriptionReply { Req = "reply", Subscription = "ccctl", Seconds = 60 }, ControlJson.Default.SubscriptionReply), .. events];

    private static (string Type, string Json) Event(long sequence, string level, string text) => FakeNode.Reply(
        new EventMessage
        {
            Req = ControlTypes.Event,
            Name = $"log.{level.ToLowerInvariant()}",
            Subscription = "ccctl",
            Seq = sequence,
            Dropped = 0,
            Time = 1_700_000_000,
            Payload = JsonDocument.Parse($$"""{"req":"log.x","hostname":"web1","job_name":"cc.d:x","log_level":"{{level}}","log_msg":"{{text}}","log_time":1353596401.25}""").RootElement,
        },
        ControlJson.Default.EventMessage);
}
