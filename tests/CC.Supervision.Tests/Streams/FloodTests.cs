using System.Globalization;
using System.Text;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;
using CC.Supervision.Streams;
using CC.Supervision.Tests.Jobs;

namespace CC.Supervision.Tests.Streams;

/// <summary>Programs that write without end, and listeners that do not read. DEF-36.</summary>
public sealed class FloodTests : IAsyncDisposable
{
    private readonly Playground play = new();
    private readonly ManualResetEventSlim released = new();
    private long delivered;

    /// <summary>Listeners that block take threads of the pool that other tests wait for.</summary>
    static FloodTests() => ThreadPool.SetMinThreads(32, 1);

    private Supervisor Supervisor => play.Supervisor;

    public async ValueTask DisposeAsync()
    {
        released.Set();
        await play.DisposeAsync();
        released.Dispose();
    }

    [Fact]
    public async Task Who_never_reads_slows_the_process_it_listens_to_and_nobody_else()
    {
        Supervisor.Load(new JobConfig("flood", "yes") { OutputLabels = ["out"], InheritsEnvironment = true }, start: false);
        Supervisor.SubscribeOutput("flood", new OutputFilter(), Read);
        Supervisor.Start("flood");
        Supervisor.Load(new JobConfig("echo", "cat") { HasInput = true, OutputLabels = ["out"], InheritsEnvironment = true });
        var echoed = new StringBuilder();
        Supervisor.SubscribeOutput("echo", new OutputFilter(), chunk => echoed.Append(Encoding.UTF8.GetString(chunk.Data.Span)));
        var flood = Supervisor.ProcessInfo(1).OsPid;
        await Limit.UntilAsync(() => Written(flood) >= OutputQueue.Limit);

        var expected = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            expected.Append(CultureInfo.InvariantCulture, $"{i}\n");
            await Supervisor.SendAsync(2, Encoding.UTF8.GetBytes($"{i}\n"));
            await Limit.UntilAsync(() => echoed.Length == expected.Length);
            Assert.Equal(1, Supervisor.Info("flood").Running);
        }

        Assert.Equal(expected.ToString(), echoed.ToString());
        Assert.InRange(Written(flood), OutputQueue.Limit, 3 * OutputQueue.Limit); // what is queued, what is being read, and what the pipe holds

        released.Set();
        await Limit.UntilAsync(() => Written(flood) > 2L * OutputQueue.HardLimit);
        Assert.Equal(0, Supervisor.Stats("flood").Dropped);
    }

    [Fact]
    public async Task Who_reads_late_gets_all_of_it()
    {
        const int Octets = 20_000_000;
        Supervisor.Load(new JobConfig("flood", $"head -c {Octets} /dev/zero") { OutputLabels = ["out"], Restart = RestartPolicy.Never, InheritsEnvironment = true }, start: false);
        Supervisor.SubscribeOutput("flood", new OutputFilter(), Read);
        Supervisor.Start("flood");
        await Limit.UntilAsync(() => Written(Supervisor.ProcessInfo(1).OsPid) >= OutputQueue.Limit);

        released.Set();

        await Limit.UntilAsync(() => Interlocked.Read(ref delivered) == Octets);
        Assert.Equal(0, Supervisor.Stats("flood").Dropped);
    }

    [Fact]
    public async Task By_choice_the_process_is_not_slowed_and_what_is_dropped_is_counted_and_told_of_once()
    {
        const int Octets = 50_000_000;
        Supervisor.Load(new JobConfig("flood", $"head -c {Octets} /dev/zero") { OutputLabels = ["out"], Flood = FloodPolicy.Drop, Restart = RestartPolicy.Never, InheritsEnvironment = true, Processes = 0 });
        Supervisor.SubscribeOutput("flood", new OutputFilter(), Read);
        var process = Supervisor.ProcessInfo(Supervisor.Commit("flood")).OsPid;

        await Limit.UntilAsync(() => ProcessStat.Of(process) is null);
        released.Set();

        await play.HappenedAsync("exit");
        await Limit.UntilAsync(() => Interlocked.Read(ref delivered) + Supervisor.Stats("flood").Dropped == Octets);
        Assert.InRange(delivered, 1, 3 * OutputQueue.Limit);
        Assert.Contains("octets were dropped", Assert.Single(play.Events, what => what.Event == "job.default.flood.output_dropped").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_is_told_to_have_ended_and_replaced_though_its_listener_never_returns()
    {
        Supervisor.Load(new JobConfig("flood", "yes") { OutputLabels = ["out"], InheritsEnvironment = true }, start: false);
        Supervisor.SubscribeOutput("flood", new OutputFilter(), Read);
        Supervisor.Start("flood");
        await Limit.UntilAsync(() => Written(Supervisor.ProcessInfo(1).OsPid) >= OutputQueue.Limit);

        for (var pid = 1; pid <= 20; pid++)
        {
            var process = Supervisor.ProcessInfo(pid).OsPid;
            await Limit.UntilAsync(() => Written(process) > 0);
            Supervisor.StopProcess(pid);
            await play.HappenedAsync("spawn", pid + 1);
        }

        Supervisor.Stop("flood");
        await play.HappenedAsync("exit", 21);
        released.Set(); // not before: as long as one writes, there is no end of what is delivered
        await Limit.UntilAsync(() => Interlocked.Read(ref delivered) > 0);
        Assert.InRange(delivered, 1, OutputQueue.HardLimit + OutputQueue.Limit);
    }

    [Fact]
    public void Many_small_pieces_take_no_more_than_few_large_ones()
    {
        var queue = new OutputQueue(new OutputFilter(), _ => released.Wait(), TimeProvider.System, _ => { });
        var piece = new OutputChunk("out", "default.drip", 1, new byte[1]);

        var taken = 0;
        while (queue.TryAdd(piece, OutputQueue.Limit))
        {
            taken++;
        }

        Assert.InRange(taken, 1, OutputQueue.Limit / 100);
    }

    [Fact]
    public async Task Who_throws_is_told_of_and_called_again()
    {
        var calls = 0;
        Supervisor.Load(new JobConfig("echo", "cat") { HasInput = true, OutputLabels = ["out"], InheritsEnvironment = true });
        Supervisor.SubscribeOutput("echo", new OutputFilter(), _ =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("not today");
        });

        await Supervisor.SendAsync(1, "a\n"u8.ToArray());
        await play.HappenedAsync("job.default.echo.output_error");
        await Supervisor.SendAsync(1, "b\n"u8.ToArray());

        await Limit.UntilAsync(() => Volatile.Read(ref calls) == 2);
        Assert.Contains("not today", play.Events.First(what => what.Event == "output_error").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_listens_no_more_holds_up_nobody()
    {
        Supervisor.Load(new JobConfig("flood", "yes") { OutputLabels = ["out"], InheritsEnvironment = true });
        Action<OutputChunk> listener = Read;
        Supervisor.SubscribeOutput("flood", new OutputFilter(), listener);
        var flood = Supervisor.ProcessInfo(1).OsPid;
        await Limit.UntilAsync(() => Written(flood) >= OutputQueue.Limit);

        Supervisor.UnsubscribeOutput("flood", listener);

        await Limit.UntilAsync(() => Written(flood) > 2L * OutputQueue.HardLimit);
    }

    private void Read(OutputChunk chunk)
    {
        released.Wait();
        Interlocked.Add(ref delivered, chunk.Data.Length);
    }

    /// <summary>The octets that a process has written so far (proc(5), io).</summary>
    private static long Written(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/io").First(line => line.StartsWith("wchar:", StringComparison.Ordinal));
            return long.Parse(line["wchar:".Length..], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
