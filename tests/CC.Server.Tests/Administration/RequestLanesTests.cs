using System.Text;
using CC.Client.Control;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Server.Administration;

namespace CC.Server.Tests.Administration;

public sealed class RequestLanesTests
{
    /// <summary>Two of them are within what all may take, three are not. One body serves for all.</summary>
    private static readonly byte[] Large = new byte[(RequestLanes.MaxOctets / 3) + 1];

    private readonly TaskCompletionSource[] answers = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    private readonly RequestLanes lanes;
    private int begun;

    public RequestLanesTests() => lanes = new RequestLanes(_ => answers[Interlocked.Increment(ref begun) - 1].Task);

    [Fact]
    public async Task A_connection_gets_no_room_beyond_what_all_may_hold_on_to()
    {
        lanes.Add(From("A"));
        lanes.Add(From("A"));

        var failure = Assert.Throws<ControlException>(() => lanes.Add(From("A")));

        Assert.Equal(ControlErrors.Busy, failure.Code);
        await EndAsync();
    }

    [Fact]
    public async Task One_that_has_nothing_under_way_is_heard_even_so()
    {
        lanes.Add(From("A"));
        lanes.Add(From("A"));

        lanes.Add(From("B"));

        Assert.Throws<ControlException>(() => lanes.Add(From("B")));
        await EndAsync();
    }

    [Fact]
    public async Task What_is_answered_makes_room()
    {
        lanes.Add(From("A"));
        lanes.Add(From("A"));
        answers[0].SetResult();

        await Eventually.TrueAsync(TryAdd, () => "There is no room again.");

        await EndAsync();
    }

    private bool TryAdd()
    {
        try
        {
            lanes.Add(From("A"));
            return true;
        }
        catch (ControlException)
        {
            return false;
        }
    }

    private Task EndAsync()
    {
        Array.ForEach(answers, answer => answer.TrySetResult());
        return lanes.CloseAsync();
    }

    private static Message From(string connection) => Message.Create("cc.ping", Large).From(Multipart.EncodeAddress(Encoding.ASCII.GetBytes(connection)));
}
