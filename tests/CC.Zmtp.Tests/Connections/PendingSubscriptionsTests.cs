using CC.Zmtp.Connections;

namespace CC.Zmtp.Tests.Connections;

public sealed class PendingSubscriptionsTests
{
    private readonly PendingSubscriptions pending = new();

    [Fact]
    public void Are_given_out_in_order_as_often_as_they_were_made()
    {
        pending.Add(subscribe: true, "a"u8);
        pending.Add(subscribe: false, "b"u8);
        pending.Add(subscribe: true, "a"u8);

        Assert.Equal(["+a", "+a", "-b"], TakeAll());
    }

    [Fact]
    public void Come_to_nothing_when_they_are_taken_back()
    {
        pending.Add(subscribe: true, "a"u8);
        pending.Add(subscribe: true, "b"u8);
        pending.Add(subscribe: false, "a"u8);
        pending.Add(subscribe: false, "c"u8);
        pending.Add(subscribe: true, "c"u8);

        Assert.Equal(["+b"], TakeAll());
    }

    private List<string> TakeAll()
    {
        var taken = new List<string>();
        while (pending.TryTake(out var subscribe, out var prefix))
        {
            taken.Add((subscribe ? "+" : "-") + System.Text.Encoding.ASCII.GetString(prefix));
        }

        return taken;
    }
}
