using CC.Zmtp.Patterns;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Patterns;

public sealed class SubscriptionTableTests
{
    private static readonly string[] Subscribers = ["a", "b", "c"];

    private static readonly Gen<byte[]> Prefix = Gen.Choose(0, 6).SelectMany(length => Gen.ArrayOf(Gen.Choose(0, 1).Select(octet => (byte)octet), length));

    private static readonly Gen<Step> Steps =
        from kind in Gen.Choose(0, 9)
        from who in Gen.Elements(Subscribers)
        from prefix in Prefix
        select new Step(kind < 6 ? Kind.Add : kind < 9 ? Kind.Remove : Kind.RemoveAll, who, prefix);

    private enum Kind
    {
        Add,
        Remove,
        RemoveAll,
    }

    /// <summary>The model is a list of pairs.</summary>
    [Fact]
    public void Finds_who_a_plain_list_would_find() =>
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), Prefix.ToArbitrary(), (steps, topic) =>
        {
            var table = new SubscriptionTable<string>();
            var model = new List<(string Who, string Prefix)>();
            var isSame = true;
            foreach (var step in steps)
            {
                isSame &= Apply(step, table, model);
            }

            var found = new HashSet<string>();
            table.Match(topic, found);
            var expected = model.Where(entry => Text(topic).StartsWith(entry.Prefix, StringComparison.Ordinal)).Select(entry => entry.Who).ToHashSet();
            return isSame
                && found.SetEquals(expected)
                && table.IsWanted(topic) == (expected.Count > 0)
                && Subscribers.All(who => table.Of(who).Select(Text).Order().SequenceEqual(model.Where(entry => entry.Who == who).Select(entry => entry.Prefix).Order()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_subscribed_twice_has_to_be_cancelled_twice()
    {
        var table = new SubscriptionTable<string>();
        table.Add("news"u8, "a");
        table.Add("news"u8, "a");

        Assert.False(table.Remove("news"u8, "a"));
        Assert.True(table.IsWanted("newspaper"u8));

        Assert.True(table.Remove("news"u8, "a"));
        Assert.False(table.IsWanted("newspaper"u8));
    }

    [Fact]
    public void Tells_the_first_of_a_kind_and_the_last()
    {
        var table = new SubscriptionTable<string>();

        Assert.True(table.Add("x"u8, "a"));
        Assert.False(table.Add("x"u8, "b"));
        Assert.False(table.Remove("x"u8, "a"));
        Assert.True(table.Remove("x"u8, "b"));
        Assert.False(table.Remove("x"u8, "b"));
    }

    [Fact]
    public void Who_leaves_takes_along_only_what_nobody_else_wants()
    {
        var table = new SubscriptionTable<string>();
        table.Add("shared"u8, "a");
        table.Add("shared"u8, "b");
        table.Add("own"u8, "a");
        table.Add("own"u8, "a");

        var orphaned = table.RemoveAll("a").OfType<byte[]>();

        Assert.Equal<byte[]>(["own"u8.ToArray()], orphaned);
        Assert.True(table.IsWanted("shared"u8));
        Assert.False(table.IsWanted("own"u8));
    }

    /// <summary>As many lengths as a peer's quota has room for; hashing a topic once for each took 55 ms.</summary>
    [Fact]
    public void Looking_up_costs_little_whatever_lengths_were_subscribed_to()
    {
        var table = new SubscriptionTable<string>();
        var topic = new byte[11_200];
        for (var length = 0; length < topic.Length; length++)
        {
            table.Add(topic.AsSpan(0, length), "hostile");
        }

        var found = new HashSet<string>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            table.Match(topic, found);
            table.Match("an ordinary topic"u8, found);
        }

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds / 100, 0, 8);
        Assert.Single(found);
        Assert.Equal(topic.Length, table.RemoveAll("hostile").OfType<byte[]>().Count());
        Assert.False(table.IsWanted(topic));
    }

    [Fact]
    public void Who_is_being_removed_is_found_by_what_is_left()
    {
        var table = new SubscriptionTable<string>();
        table.Add("a"u8, "leaving");
        table.Add("b"u8, "leaving");
        using var removal = table.RemoveAll("leaving").GetEnumerator();

        Assert.True(removal.MoveNext());
        Assert.False(table.Add("b"u8, "other")); // so nobody has to be told of either
        Assert.True(removal.MoveNext());

        Assert.Null(removal.Current);
        Assert.True(table.IsWanted("b"u8));
        Assert.False(table.IsWanted("a"u8));
    }

    /// <summary>Applies a step to both, and tells whether what the table answers is right.</summary>
    private static bool Apply(Step step, SubscriptionTable<string> table, List<(string Who, string Prefix)> model)
    {
        var prefix = Text(step.Prefix);
        switch (step.Kind)
        {
            case Kind.Add:
                var isFirst = model.All(entry => entry.Prefix != prefix);
                model.Add((step.Who, prefix));
                return table.Add(step.Prefix, step.Who) == isFirst;
            case Kind.Remove:
                var was = model.Remove((step.Who, prefix));
                return table.Remove(step.Prefix, step.Who) == (was && model.All(entry => entry.Prefix != prefix));
            default:
                var own = model.Where(entry => entry.Who == step.Who).Select(entry => entry.Prefix).ToHashSet();
                model.RemoveAll(entry => entry.Who == step.Who);
                return own.Where(candidate => model.All(entry => entry.Prefix != candidate)).Order().SequenceEqual(table.RemoveAll(step.Who).OfType<byte[]>().Select(Text).Order());
        }
    }

    private static string Text(byte[] octets) => Convert.ToHexString(octets);

    private sealed record Step(Kind Kind, string Who, byte[] Prefix);
}
