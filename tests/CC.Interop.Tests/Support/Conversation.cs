namespace CC.Interop.Tests.Support;

/// <summary>What two sockets of a legal pair have to say to each other (RFC 28, 29, 30).</summary>
internal static class Conversation
{
    /// <summary>The legal pairs; each is to be held with either side as the first.</summary>
    public static readonly string[] Pairs =
    [
        "REQ REP", "REQ ROUTER", "DEALER REP", "DEALER DEALER", "DEALER ROUTER", "ROUTER ROUTER",
        "PUB SUB", "PUB XSUB", "XPUB SUB", "XPUB XSUB", "PUSH PULL",
    ];

    /// <summary>ZMTP 1.0 has no subscriptions: everything is published, and filtered by SUB; XPUB and XSUB would have nothing to do.</summary>
    private static readonly string[] LaterPairs = ["PUB XSUB", "XPUB SUB", "XPUB XSUB"];

    private static readonly string[] Question = [Content.OfSize(10), "", Content.OfSize(300)];
    private static readonly string[] Answer = [Content.OfSize(70_000), Content.OfSize(1)];
    private static readonly string Delimiter = "";
    private static readonly string First = Content.Spell("first")[0];
    private static readonly string Second = Content.Spell("second")[0];

    /// <summary>The pairs that make sense in a version, for each of several versions.</summary>
    public static IEnumerable<(string Pair, string Version)> PairsOf(params string[] versions) =>
        from version in versions
        from pair in Pairs
        where version != "1.0" || !LaterPairs.Contains(pair)
        select (pair, version);

    public static Task HoldAsync(string pair, IZmqEnd first, IZmqEnd second) => new Talk(Question, Answer).HoldAsync(pair, first, second, rounds: 3);

    /// <summary>The same with frames of one's own choice, there and back.</summary>
    public static Task HoldAsync(string pair, IZmqEnd first, IZmqEnd second, string[] frames, int rounds = 2) =>
        new Talk(frames, frames).HoldAsync(pair, first, second, rounds);

    private sealed record Talk(string[] Question, string[] Answer)
    {
        public async Task HoldAsync(string pair, IZmqEnd first, IZmqEnd second, int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                await (pair switch
                {
                    "REQ REP" => AskAsync(first, second),
                    "REQ ROUTER" => AskByAddressAsync(first, second),
                    "DEALER REP" => AskInEnvelopeAsync(first, second),
                    "DEALER DEALER" => ExchangeAsync(first, second),
                    "DEALER ROUTER" => ExchangeWithAddressAsync(first, second),
                    "ROUTER ROUTER" => ExchangeWithAddressesAsync(first, second),
                    "PUSH PULL" => GiveAsync(first, second),
                    _ => round == 0 ? PublishAsync(first, second, pair) : Task.CompletedTask,
                });
            }
        }

        private async Task AskAsync(IZmqEnd req, IZmqEnd rep)
        {
            await req.SendAsync(Question);
            await ExpectAsync(rep, Question);
            await rep.SendAsync(Answer);
            await ExpectAsync(req, Answer);
        }

        private async Task AskByAddressAsync(IZmqEnd req, IZmqEnd router)
        {
            await req.SendAsync(Question);
            var asked = await router.ReceiveAsync();
            Assert.Equal<string[]>([Delimiter, .. Question], asked[1..]);
            await router.SendAsync([asked[0], Delimiter, .. Answer]);
            await ExpectAsync(req, Answer);
        }

        private async Task AskInEnvelopeAsync(IZmqEnd dealer, IZmqEnd rep)
        {
            string[] envelope = [First, Second, Delimiter];
            await dealer.SendAsync([.. envelope, .. Question]);
            await ExpectAsync(rep, Question);
            await rep.SendAsync(Answer);
            await ExpectAsync(dealer, [.. envelope, .. Answer]);
        }

        private async Task ExchangeAsync(IZmqEnd one, IZmqEnd other)
        {
            await GiveAsync(one, other);
            await GiveAsync(other, one);
        }

        private async Task ExchangeWithAddressAsync(IZmqEnd dealer, IZmqEnd router)
        {
            await dealer.SendAsync(Question);
            var asked = await router.ReceiveAsync();
            Assert.Equal(Question, asked[1..]);
            await router.SendAsync([asked[0], .. Answer]);
            await ExpectAsync(dealer, Answer);
        }

        private async Task ExchangeWithAddressesAsync(IZmqEnd one, IZmqEnd other)
        {
            await one.SendAsync([Second, .. Question]);
            await ExpectAsync(other, [First, .. Question]);
            await other.SendAsync([First, .. Answer]);
            await ExpectAsync(one, [Second, .. Answer]);
        }

        private async Task GiveAsync(IZmqEnd giver, IZmqEnd taker)
        {
            await giver.SendAsync(Question);
            await ExpectAsync(taker, Question);
        }

        private static async Task ExpectAsync(IZmqEnd taker, params string[] frames) => Assert.Equal(frames, await taker.ReceiveAsync());

        /// <summary>A publisher can't tell when its subscriber is there: what it sends until then is lost, and that is right.</summary>
        private async Task PublishAsync(IZmqEnd publisher, IZmqEnd subscriber, string pair)
        {
            var topic = Content.Spell("topic")[0];
            await (pair.EndsWith("XSUB", StringComparison.Ordinal) ? subscriber.SendAsync($"01{topic}") : subscriber.SubscribeAsync(topic));
            var received = subscriber.ReceiveAsync(); // libzmq tells a new publisher its subscriptions while it receives
            if (pair.StartsWith('X'))
            {
                await ExpectSubscriptionAsync(publisher, topic);
                await publisher.SendAsync("00", Content.OfSize(5));
                await publisher.SendAsync([topic, .. Question]);
            }

            while (!received.IsCompleted)
            {
                await publisher.SendAsync("00", Content.OfSize(5));
                await publisher.SendAsync([topic, .. Question]);
                await Task.WhenAny(received, Task.Delay(5));
            }

            Assert.Equal<string[]>([topic, .. Question], await received);
        }

        /// <summary>After a reconnect the cancellation of the last connection comes first.</summary>
        private static async Task ExpectSubscriptionAsync(IZmqEnd publisher, string topic)
        {
            string[] told;
            do
            {
                told = await publisher.ReceiveAsync();
            }
            while (told is [var cancelled] && cancelled == $"00{topic}");

            Assert.Equal([$"01{topic}"], told);
        }
    }
}
