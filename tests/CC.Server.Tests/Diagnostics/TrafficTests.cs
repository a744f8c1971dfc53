using System.Diagnostics;
using CC.Sdk;
using CC.Server.Diagnostics;

namespace CC.Server.Tests.Diagnostics;

public sealed class TrafficTests
{
    private readonly Counters counters = new();

    [Fact]
    public void A_message_counts_when_it_comes_and_when_it_is_handled()
    {
        var traffic = new Traffic(counters, countTypes: false);
        var message = Texts.Message("a.b", "12345");

        traffic.Received(message.ContentLength);
        traffic.Handled(message, Outcome.Ok, Stopwatch.Frequency / 2);
        traffic.Handled(message, Outcome.Crashed, Stopwatch.Frequency);

        Assert.Equal(
            [
                "bytes: 8", "bytes.crashed: 8", "bytes.ok: 8", "count: 1", "count.crashed: 1", "count.ok: 1",
                "seconds: 1.5", "seconds.crashed: 1", "seconds.ok: 0.5",
            ],
            Lines());
    }

    [Fact]
    public void Types_are_counted_when_they_are_asked_for()
    {
        var traffic = new Traffic(counters, countTypes: true);

        traffic.Handled(Texts.Message("a.b", "12345"), Outcome.Ok, Stopwatch.Frequency);
        traffic.Handled(Texts.Message("a.b", "12345"), Outcome.Invalid, Stopwatch.Frequency);

        Assert.Equal(
            [
                "bytes.invalid.msg.a.b: 8", "bytes.ok.msg.a.b: 8", "count.invalid.msg.a.b: 1", "count.ok.msg.a.b: 1",
                "seconds.invalid.msg.a.b: 1", "seconds.ok.msg.a.b: 1",
            ],
            Lines().Where(line => line.Contains(".msg.", StringComparison.Ordinal)));
    }

    [Fact]
    public void There_is_an_end_to_the_types_that_are_counted()
    {
        var traffic = new Traffic(counters, countTypes: true);

        for (var i = 0; i < Traffic.MaxTypes + 5; i++)
        {
            traffic.Handled(Texts.Message($"task.send.{i}"), Outcome.Ok, 0);
        }

        traffic.Handled(Texts.Message("task.send.0"), Outcome.Ok, 0);

        Assert.Equal(5, counters.Named("count.ok.msg.other").Value);
        Assert.Equal(2, counters.Named("count.ok.msg.task.send.0").Value);
        Assert.Equal(Traffic.MaxTypes + 6, counters.Named("count.ok").Value);
    }

    [Fact]
    public void What_is_no_message_counts_as_invalid()
    {
        new Traffic(counters, countTypes: true).Malformed(MessageFault.BadType, 7);

        Assert.Equal(["bytes: 7", "bytes.invalid: 7", "count: 1", "count.invalid: 1", "count.invalid.bad-type: 1"], Lines());
    }

    [Fact]
    public void Connections_that_fail_count_by_what_is_wrong()
    {
        var traffic = new Traffic(counters, countTypes: false);

        traffic.Refused("NotZmtp");
        traffic.Broken("MalformedFrame");

        Assert.Equal(["connections.broken.malformed-frame: 1", "connections.refused.not-zmtp: 1"], Lines());
    }

    private IEnumerable<string> Lines() => counters.Snapshot().Select(entry => $"{entry.Key}: {Statistics.Format(entry.Value)}");
}
