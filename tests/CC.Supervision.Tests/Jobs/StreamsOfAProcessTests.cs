using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CC.Supervision.Jobs;
using CC.Supervision.Streams;

namespace CC.Supervision.Tests.Jobs;

/// <summary>What a job's processes write and read, by the labels of the job.</summary>
public sealed class StreamsOfAProcessTests : IAsyncDisposable
{
    private readonly Playground play = new();
    private readonly ConcurrentQueue<string> told = new();

    private Supervisor Supervisor => play.Supervisor;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Output_is_told_by_its_label_with_job_and_process() // PR-07
    {
        Supervisor.Load(play.Noting() with { OutputLabels = ["stdout", "stderr"] }, start: false);
        Supervisor.SubscribeOutput("dummy", new OutputFilter("stdout"), Listener("out"));
        Supervisor.SubscribeOutput("dummy", new OutputFilter("stderr"), Listener("err"));
        Supervisor.SubscribeOutput("dummy", new OutputFilter("."), Listener("all"));

        Supervisor.Start("dummy");

        await Limit.UntilAsync(() => told.Count == 4);
        Assert.Equal(
            ["all: stderr default.dummy 1 hello err", "all: stdout default.dummy 1 hello out", "err: stderr default.dummy 1 hello err", "out: stdout default.dummy 1 hello out"],
            told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_end_is_not_told_while_somebody_reads_what_was_written_last() // DEF-12, DEF-34
    {
        using var ended = new ManualResetEventSlim();
        Supervisor.Events.Subscribe("job.default.last.exit", (_, _) =>
        {
            told.Enqueue("exit");
            ended.Set();
        });
        Supervisor.Load(new JobConfig("last", "printf last") { Restart = RestartPolicy.Never, OutputLabels = ["out"] }, start: false);
        Supervisor.SubscribeOutput("last", new OutputFilter(), chunk =>
        {
            ended.Wait(TimeSpan.FromSeconds(0.3)); // in vain
            told.Enqueue(Encoding.UTF8.GetString(chunk.Data.Span));
        });

        Supervisor.Start("last");

        await Limit.UntilAsync(() => told.Count == 3);
        Assert.Equal(["last", "", "exit"], told);
    }

    [Fact]
    public async Task What_is_written_to_a_custom_stream_comes_back_on_it() // PR-09
    {
        Supervisor.Load(Echo(3) with { CustomStreams = ["control"] });
        Supervisor.SubscribeOutput("echo", new OutputFilter("control"), Listener("control"));

        await Supervisor.SendAsync(1, "hello\n"u8.ToArray(), "control").LimitAsync();

        await Limit.UntilAsync(() => !told.IsEmpty);
        Assert.Equal("control: control default.echo 1 got hello\n", Assert.Single(told));
    }

    [Fact]
    public async Task A_socket_of_who_embeds_the_supervisor_goes_both_ways() // PR-10
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ours = new TcpClient();
        await ours.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var theirs = await listener.AcceptSocketAsync();
        Supervisor.Load(Echo(4) with { CustomStreams = ["first"], Inherited = [(int)theirs.Handle] });

        await ours.GetStream().WriteAsync("hello\n"u8.ToArray());

        using var reader = new StreamReader(ours.GetStream());
        Assert.Equal("got hello", await reader.ReadLineAsync().LimitAsync());
    }

    private Action<OutputChunk> Listener(string who) => chunk => told.Enqueue($"{who}: {chunk.Label} {chunk.Name} {chunk.Pid} {Encoding.UTF8.GetString(chunk.Data.Span)}");

    /// <summary>gaffer's helper program that gives a line back on a descriptor; it goes on, so that nothing but the line is told.</summary>
    private static JobConfig Echo(int descriptor) => new("echo", "/bin/sh")
    {
        Arguments = ["-c", $"read line <&{descriptor}; echo \"got $$line\" >&{descriptor}; exec sleep 1000"],
        InheritsEnvironment = true,
    };
}
