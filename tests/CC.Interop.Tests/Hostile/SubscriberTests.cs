using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Hostile;

/// <summary>One subscriber does not stop a publisher for everyone.</summary>
[Collection(Alone.Name)]
public sealed class SubscriberTests
{
    private const int Prefixes = 250_000;
    private const int Published = 5_000;

    [Fact]
    public async Task Publishing_goes_on_while_the_subscriptions_of_one_that_left_are_removed()
    {
        await using var ours = new OurSocket(SocketType.Pub, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        var endpoint = await ours.BindAsync();
        using var hostile = await RawPeer.ReadyAsync(endpoint, "SUB");
        await hostile.SendAsync(Enumerable.Range(0, Prefixes).SelectMany(i => Wire.Command("SUBSCRIBE", BitConverter.GetBytes(i))).ToArray());
        await hostile.SendAsync(Wire.Command("SUBSCRIBE", "end"u8));
        await ReachAsync(ours, "end");
        await using var honest = new OurSocket(SocketType.Sub);
        honest.Socket.Subscribe("news"u8);
        honest.Connect(endpoint);
        await ReachAsync(ours, "news");

        hostile.Dispose();
        for (var i = 0; i < Published; i++)
        {
            var news = Content.Spell($"news {i}");
            await ours.SendAsync(news);
            Assert.Equal(news, await NextAsync(honest));
        }

        await Within.TrueAsync(() => ours.Statistics.Connections == 1);
    }

    /// <summary>What comes after the messages that only found out whether the subscriber is reached.</summary>
    private static async Task<string[]> NextAsync(OurSocket subscriber)
    {
        var reached = Content.Spell("news");
        string[] received;
        do
        {
            received = await subscriber.ReceiveAsync();
        }
        while (received.SequenceEqual(reached));
        return received;
    }

    /// <summary>Publishes until a subscriber gets it.</summary>
    private static async Task ReachAsync(OurSocket publisher, string topic)
    {
        var before = publisher.Statistics.MessagesSent;
        await Within.TrueAsync(() => publisher.Socket.TrySend(Content.Decode(Content.Spell(topic))) && publisher.Statistics.MessagesSent > before);
    }
}
