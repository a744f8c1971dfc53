using CC.Frames;
using CC.Sdk.Bodies;
using CC.Sdk.Options;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Sdk.Tests.Fakes;

public sealed class FakesTests
{
    [Fact]
    public async Task Messages_remembers_what_is_published_and_says_what_a_test_wants()
    {
        var messages = new FakeMessages { OnPublish = message => new ValueTask<bool>(message.Type == "a") };

        Assert.True(await messages.PublishAsync(Message.Create("a", default)));
        Assert.False(await messages.PublishAsync(Message.Create("b", default)));
        Assert.Equal(["a", "b"], messages.Published.Select(message => message.Type));
    }

    [Fact]
    public void Messages_remembers_what_is_returned()
    {
        var returned = new List<int>();
        var messages = new FakeMessages { OnReturn = frames => returned.Add(frames.Count) };

        messages.Return(Multipart.Create("x", "y"));

        Assert.Equal(2, Assert.Single(messages.Returned).Count);
        Assert.Equal([2], returned);
    }

    [Fact]
    public void Messages_does_not_take_what_is_for_those_who_have_gone()
    {
        var messages = new FakeMessages();
        messages.Gone["x"] = true;
        Message.TryParse(Multipart.Create("x", "", "a"), out var gone);
        Message.TryParse(Multipart.Create("y", "", "a"), out var here);

        Assert.Equal((false, false), (messages.TryReturn(gone.Frames), messages.IsReachable(gone.Route)));
        Assert.Equal((true, true), (messages.TryReturn(here.Frames), messages.IsReachable(here.Route)));
        Assert.Single(messages.Returned);
        Assert.False(messages.IsReachable(default));
    }

    [Fact]
    public async Task Messages_gives_answers_to_open_links_only()
    {
        var messages = new FakeMessages();
        var received = new List<string>();
        var gone = messages.OpenLink(_ => throw new InvalidOperationException("The link is closed."));
        using var link = messages.OpenLink(message =>
        {
            received.Add(message.Type);
            return default;
        });
        gone.Dispose();

        Assert.True(await link.SendAsync(Message.Create("question", default)));
        await messages.AnswerAsync(Message.Create("answer", default));

        Assert.Equal(["answer"], received);
        Assert.Equal("question", Assert.Single(messages.Published).Type);
    }

    [Fact]
    public void Messages_composes_and_opens_by_the_rules_of_the_node()
    {
        var messages = new FakeMessages { HostName = "somewhere" };

        var message = messages.Compose(new EchoRequest { Req = EchoRequest.Type, Target = "T" }, BodiesJson.Default.EchoRequest);

        Assert.Equal("somewhere", messages.Open(message, BodiesJson.Default.EchoRequest).Hostname);
    }

    [Fact]
    public void Metrics_counts_by_name()
    {
        var metrics = new FakeMetrics();

        metrics.Counter("x").Add(2);
        metrics.Counter("x").Add(3);
        metrics.CountDropped("some-reason", 2, 100);

        Assert.Equal(5, metrics["x"]);
        Assert.Equal(2, metrics["count.dropped"]);
        Assert.Equal(2, metrics["count.dropped.some-reason"]);
        Assert.Equal(100, metrics["bytes.dropped"]);
        Assert.Equal(0, metrics["unheard-of"]);
    }

    [Fact]
    public async Task Components_runs_what_a_test_says()
    {
        var components = new FakeComponents();
        var ran = false;
        components.Add(
            "d:x",
            _ =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            "number = 7");

        await components.RunDaemonAsync("d:x", CancellationToken.None);

        Assert.True(ran);
        Assert.Equal(["d:x"], components.Runs);
        Assert.Equal(7, components.OptionsOf<SomeOptions>("d:x").Number);
    }

    [Fact]
    public async Task Components_knows_only_the_sections_that_it_was_given()
    {
        var components = new FakeComponents();

        Assert.Throws<OptionsException>(() => components.OptionsOf<SomeOptions>("d:x"));
        await Assert.ThrowsAsync<OptionsException>(() => components.RunDaemonAsync("d:x", CancellationToken.None));
    }

    [Fact]
    public void Logger_remembers_levels_and_texts()
    {
        var logger = new RecordingLogger<FakesTests>();

        logger.LogWarning("{What} happened", "something");

        Assert.Equal((LogLevel.Warning, "something happened"), Assert.Single(logger.Lines));
    }

    internal sealed record SomeOptions
    {
        [Option(Min = 1)]
        public int Number { get; init; } = 1;
    }
}
