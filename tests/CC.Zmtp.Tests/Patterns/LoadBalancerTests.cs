using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Patterns;

namespace CC.Zmtp.Tests.Patterns;

public sealed class LoadBalancerTests
{
    private static readonly Multipart Message = Multipart.Create("x");

    private readonly LoadBalancer balancer = new();

    [Fact]
    public void Serves_its_pipes_in_turn()
    {
        var pipes = Add(0, 0, 0);

        Send(9);

        Assert.All(pipes, pipe => Assert.Equal(3, pipe.Outbox.Count));
    }

    [Fact]
    public void Passes_over_a_pipe_that_is_full_and_serves_the_others_alike()
    {
        var pipes = Add(1, 0, 0);

        Send(21);

        Assert.Equal([1, 10, 10], pipes.Select(pipe => pipe.Outbox.Count));
    }

    [Fact]
    public void Takes_nothing_when_all_pipes_are_full()
    {
        Add(2, 2);
        Send(4);

        Assert.Null(balancer.TrySend(Message));
    }

    [Fact]
    public void Takes_nothing_without_pipes() => Assert.Null(balancer.TrySend(Message));

    [Fact]
    public void Serves_whom_it_is_left_with()
    {
        var pipes = Add(0, 0);
        balancer.Remove(pipes[0]);

        Send(5);

        Assert.Equal([0, 5], pipes.Select(pipe => pipe.Outbox.Count));
    }

    [Fact]
    public void Serves_its_pipes_alike_when_the_count_of_turns_overflows()
    {
        var pipes = Add(0, 0, 0);
        typeof(LoadBalancer).GetField("turn", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.SetValue(balancer, int.MaxValue - 4);

        Send(30);

        Assert.All(pipes, pipe => Assert.InRange(pipe.Outbox.Count, 9, 11));
    }

    /// <summary>Senders that took each other's turns could all find only the full pipe.</summary>
    [Fact]
    public async Task Finds_the_one_free_pipe_however_many_threads_send()
    {
        var pipes = Add(1, 0);
        Send(2);

        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                if (balancer.TrySend(Message) is null)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }, TestContext.Current.CancellationToken)));

        Assert.Equal(0, refused);
        Assert.Equal(200_001, pipes[1].Outbox.Count);
    }

    private Pipe[] Add(params int[] highWaterMarks)
    {
        var pipes = highWaterMarks.Select(mark => new Pipe(mark, new PeerQueue(0, 0), [1])).ToArray();
        foreach (var pipe in pipes)
        {
            balancer.Add(pipe);
        }

        return pipes;
    }

    private void Send(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.NotNull(balancer.TrySend(Message));
        }
    }
}
