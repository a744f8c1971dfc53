using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CC.Client.Security;
using CC.Cms;

namespace CC.Sdk.Tests.Client.Security;

public sealed class RecentlyExaminedTests
{
    private static readonly Signatory Signer = new("CN=user1", "user1", "CN=ca", "01", default, default, "");

    private readonly RecentlyExamined recent = new();

    [Fact]
    public void A_message_is_found_by_its_own_arrival_and_by_no_other()
    {
        var message = Message.Create("a.b", "{}"u8.ToArray()).Arrived();
        recent.Add(message, new ExaminedMessage(message.Body, Signer));

        Assert.Same(Signer, recent.Find(message)?.Signer);
        Assert.Equal("{}"u8.ToArray(), recent.Find(message.Detach())?.Content.ToArray());
        for (var other = 0; other < 1000; other++)
        {
            Assert.Null(recent.Find(Message.Create("a.b", "{}"u8.ToArray()).Arrived()));
        }
    }

    [Fact]
    public void What_was_decrypted_is_remembered_unless_it_is_long()
    {
        var message = Message.Create("a.b", "ENC1"u8.ToArray()).Arrived();
        recent.Add(message, new ExaminedMessage("{}"u8.ToArray(), Signer));
        var longer = Message.Create("a.b", "ENC1"u8.ToArray()).Arrived();
        recent.Add(longer, new ExaminedMessage(new byte[1_000_000], Signer));

        Assert.Equal("{}"u8.ToArray(), recent.Find(message)?.Content.ToArray());
        Assert.Null(recent.Find(longer));
    }

    [Fact]
    public void Keeps_no_message_alive()
    {
        var octets = Remember();

        GC.Collect();

        Assert.False(octets.IsAlive);
        GC.KeepAlive(recent);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Remember()
    {
        var message = Message.Create("a.b", "{}"u8.ToArray(), blob: new byte[100_000]).Arrived();
        recent.Add(message, new ExaminedMessage(message.Body, Signer));
        Assert.True(MemoryMarshal.TryGetArray(message.Body, out var octets));
        return new WeakReference(octets.Array);
    }
}
