using CC.Plugins.Filter;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.Filter;

public sealed class FilterHandlerTests
{
    private static readonly string[] Types = ["pub.filt.a", "pub.filt.ab", "pub.filt.abc", "pub.filt.abcd", "pub.filt.b", "pub.filt.c"];

    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();

    /// <summary>The first row is what CC 0.8.7 was seen to do.</summary>
    [Theory]
    [InlineData("pub.filt.a*, pub.filt.b", "pub.filt.ab?", "a ab abcd b")]
    [InlineData("", "", "a ab abc abcd b c")]
    [InlineData("", "*.a*", "b c")]
    [InlineData("pub.filt.[bc]", "", "b c")]
    [InlineData("pub.filt.[!a]", "", "b c")]
    [InlineData("PUB.*", "", "")]
    [InlineData("pub", "", "")]
    [InlineData("pub.filt.?", "pub.filt.?", "")]
    public async Task Passes_what_is_included_and_not_excluded(string include, string exclude, string passed)
    {
        var filter = new FilterHandler(new FilterOptions { ForwardTo = "h:next", Include = List(include), Exclude = List(exclude) }, messages, metrics);

        foreach (var type in Types)
        {
            await filter.HandleAsync(Messages.Of("id", "", type, "{}", "", "blob"), CancellationToken.None);
        }

        Assert.Equal(passed, string.Join(' ', messages.Forwarded.Select(forwarded => forwarded.Message.Type.Split('.')[2])));
        Assert.All(messages.Forwarded, forwarded => Assert.Equal("h:next", forwarded.Section));
        Assert.Equal(Types.Length - messages.Forwarded.Count, metrics["count.dropped.filtered"]);
    }

    [Fact]
    public async Task Messages_and_octets_are_counted_by_what_becomes_of_them()
    {
        messages.OnForward = (_, message) => message.Type == "a.no" ? throw new InvalidOperationException("no") : default;
        var filter = new FilterHandler(new FilterOptions { ForwardTo = "h:next", Include = ["a.*"] }, messages, metrics);
        var (good, bad, other) = (Messages.Of("", "a.yes", "{}", ""), Messages.Of("", "a.no", "{}", "", "blob"), Messages.Of("", "b", "{}", "", "longer blob"));

        await filter.HandleAsync(good, CancellationToken.None);
        await filter.HandleAsync(other, CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => filter.HandleAsync(bad, CancellationToken.None).AsTask());

        Assert.Equal((3, 1, 1, 1), (metrics["filter.count"], metrics["filter.count.ok"], metrics["filter.count.dropped"], metrics["filter.count.crashed"]));
        Assert.Equal(
            (good.ContentLength + bad.ContentLength + other.ContentLength, good.ContentLength, other.ContentLength, bad.ContentLength),
            (metrics["filter.bytes"], metrics["filter.bytes.ok"], metrics["filter.bytes.dropped"], metrics["filter.bytes.crashed"]));
        Assert.Equal((1, other.ContentLength), (metrics["count.dropped"], metrics["bytes.dropped"]));
    }

    [Fact]
    public async Task Hands_messages_on_as_they_came()
    {
        var filter = new FilterHandler(new FilterOptions { ForwardTo = "h:next" }, messages, metrics);
        var message = Messages.Of("id", "more", "", "a.b", "no JSON", "signature", "blob");

        await filter.HandleAsync(message, CancellationToken.None);

        Assert.Equal(message.Frames.Texts(), Assert.Single(messages.Forwarded).Message.Frames.Texts());
    }

    [Fact]
    public async Task Its_sender_waits_while_there_is_no_room()
    {
        var room = new TaskCompletionSource();
        messages.OnForward = (_, _) => new ValueTask(room.Task);
        var filter = new FilterHandler(new FilterOptions { ForwardTo = "h:next" }, messages, metrics);

        var handling = filter.HandleAsync(Messages.Of("id", "", "a", "{}", ""), CancellationToken.None).AsTask();
        var waited = !handling.IsCompleted;
        room.SetResult();

        await handling;
        Assert.True(waited);
    }

    private static string[] List(string text) => text.Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
