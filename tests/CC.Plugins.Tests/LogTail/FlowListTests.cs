using CC.Files;
using CC.Plugins.LogTail;
using CC.Sdk.Bodies;

namespace CC.Plugins.Tests.LogTail;

public sealed class FlowListTests
{
    [Fact]
    public void Of_many_contents_none_is_forgotten_and_few_are_dealt_with_at_a_time()
    {
        using var list = new FlowList(Ended(1000), receiverIsMute: true);

        Assert.Empty(list.Tidy(receiverIsMute: true, TimeSpan.Zero));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"/f-{i}"), list.Whole.Select(flow => flow.Name));
        Assert.InRange(list.All.Count, 100, 110);
    }

    [Fact]
    public void What_is_more_than_can_be_kept_is_told_oldest_first()
    {
        using var list = new FlowList(Ended(200), receiverIsMute: true, maxParked: 10);

        var forgotten = list.Tidy(receiverIsMute: true, TimeSpan.Zero);

        Assert.Equal(Enumerable.Range(100, 85).Select(i => $"/f-{i}"), forgotten.Select(flow => flow.Name));
    }

    [Fact]
    public void Parked_contents_whose_files_are_gone_are_told()
    {
        using var list = new FlowList(Ended(200), receiverIsMute: true);

        var forgotten = list.Forget(Enumerable.Range(0, 190).Select(i => new FileIdentity(1, (ulong)i, i + 1)).ToHashSet());

        Assert.Equal(["/f-190", "/f-191", "/f-192", "/f-193", "/f-194"], forgotten.Select(flow => flow.Name));
    }

    [Fact]
    public void All_get_their_turn_in_their_order()
    {
        using var list = new FlowList(Ended(50_000), receiverIsMute: false);
        var turns = new List<string>();

        for (var i = 0; i < 50_000; i++)
        {
            list.Tidy(receiverIsMute: false, TimeSpan.Zero);
            list.Rewind();
            var flow = list.All.First(flow => !flow.IsDone);
            turns.Add(flow.Name);
            Assert.True(list.Take(Ack(flow), TimeSpan.Zero));
        }

        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => $"/f-{i}"), turns);
    }

    [Fact]
    public void One_of_the_same_name_as_a_parked_one_waits_for_it()
    {
        using var list = new FlowList(Ended(200, _ => "/app.log"), receiverIsMute: false);

        Assert.True(list.HasPredecessor(list.Last!));
        Assert.False(list.HasPredecessor(list.All[0]));
    }

    private static FragmentAck Ack(Flow flow) => new()
    {
        Req = FragmentAck.Type,
        Filename = flow.Name,
        StDev = flow.Identity.Device,
        StIno = flow.Identity.Inode,
        Gen = flow.Generation.ToString(),
        Fpos = flow.End!.Value,
    };

    private static IEnumerable<Flow> Ended(int count, Func<int, string>? name = null) =>
        Enumerable.Range(0, count).Select(i =>
        {
            var identity = new FileIdentity(1, (ulong)i, i + 1);
            var flow = new Flow(name?.Invoke(i) ?? $"/f-{i}", identity, Generation.First(identity), i + 1, Mark.Beginning, null);
            flow.MoveSent(new Mark(5, ""));
            flow.Finish(5, TimeSpan.Zero);
            return flow;
        });
}
