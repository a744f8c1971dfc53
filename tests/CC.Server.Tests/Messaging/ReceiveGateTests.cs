using CC.Frames;
using CC.Server.Messaging;

namespace CC.Server.Tests.Messaging;

public sealed class ReceiveGateTests
{
    private readonly List<string> received = [];
    private readonly List<string> dropped = [];
    private readonly ReceiveGate gate;

    public ReceiveGateTests() => gate = new ReceiveGate(
        frames =>
        {
            received.Add(TextOf(frames));
            return default;
        },
        frames => dropped.Add(TextOf(frames)));

    [Fact]
    public async Task Holds_back_what_comes_before_it_opens()
    {
        var early = gate.ReceiveAsync(Multipart.Create("early")).AsTask();
        var held = !early.IsCompleted && received is [];

        gate.Open();
        await early;
        await gate.ReceiveAsync(Multipart.Create("late"));

        Assert.True(held);
        Assert.Equal(["early", "late"], received);
    }

    [Fact]
    public async Task What_is_held_back_when_it_closes_is_given_up_in_the_end()
    {
        gate.Open();
        gate.Close();
        var late = gate.ReceiveAsync(Multipart.Create("late")).AsTask();
        var held = !late.IsCompleted;

        gate.Drop();
        await late;
        await gate.ReceiveAsync(Multipart.Create("later"));

        Assert.True(held);
        Assert.Empty(received);
        Assert.Equal(["late", "later"], dropped);
    }

    private static string TextOf(Multipart frames) => System.Text.Encoding.ASCII.GetString(frames[0].Span);
}
