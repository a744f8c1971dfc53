using CC.Plugins.LogTail;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.LogTail;

/// <summary>The tailer with its loop.</summary>
public sealed class LogTailDaemonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMessages messages = new();
    private readonly RecordingLogger<LogTailDaemon> logger = new();
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim sent = new(0);

    public LogTailDaemonTests()
    {
        folder.Folder("logs");
        messages.OnPublish = _ =>
        {
            sent.Release();
            return new ValueTask<bool>(true);
        };
    }

    private LogTailOptions Options => new() { Logdir = folder["logs"], Logmask = "*.log", SaveFile = folder["save"], StartPosition = StartPosition.Beginning };

    public void Dispose()
    {
        stop.Dispose();
        sent.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_written_is_sent_and_what_was_acknowledged_is_saved_when_it_stops()
    {
        folder.File("logs/a.log", "one\n");
        var running = Run(Options, TimeProvider.System);

        var piece = await NextAsync();
        await messages.AnswerAsync(Ack(piece, 4));
        File.AppendAllText(folder["logs/a.log"], "two\n");
        var next = await NextAsync();
        await StopAsync(running);

        Assert.Equal((0, 4), (piece.Fpos, next.Fpos));
        Assert.Equal(4, Assert.Single(SavedPosition.Load(folder["save"])!.Flows).Acked);
    }

    [Fact]
    public async Task Tells_which_files_are_on_their_way_and_hashes_what_is_in_them()
    {
        folder.File("logs/a.log", "one\ntwo\n");
        var daemon = Make(Options, TimeProvider.System);
        var before = await daemon.FilesAsync(default);
        var running = daemon.RunAsync(stop.Token);
        var piece = await NextAsync();
        await messages.AnswerAsync(Ack(piece, 4));
        CarriedFile file;
        do
        {
            file = Assert.Single(await daemon.FilesAsync(stop.Token).AsTask().WaitAsync(ServerProcess.Patience));
        }
        while (file.Acknowledged < 4);

        var hash = await daemon.HashAsync(file.Name, 4, 8, default);
        var none = await daemon.HashAsync(file.Name with { Inode = file.Name.Inode + 1 }, 0, 4, default);
        File.Move(folder["logs/a.log"], folder["logs/a.log.1"]);
        var renamed = await daemon.HashAsync(file.Name, 4, 8, default);
        await StopAsync(running);

        Assert.Empty(before);
        Assert.Equal((folder["logs/a.log"], 0L, 4L, 8L, 4L, "sending"), (file.Name.FileName, file.Begin, file.Acknowledged, file.Size, file.InFlight, file.State));
        Assert.Equal((Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("two\n"u8)), null), (hash, none));
        Assert.Equal(hash, renamed);
        await Assert.ThrowsAsync<IOException>(async () => await daemon.HashAsync(file.Name, 0, 9, default));
        Assert.Empty(await daemon.FilesAsync(default));
    }

    [Fact]
    public async Task Answers_that_are_none_do_no_harm()
    {
        folder.File("logs/a.log", "one\n");
        var running = Run(Options, TimeProvider.System);
        var piece = await NextAsync();

        await messages.AnswerAsync(Message.Create("reply", "no json"u8.ToArray()));
        await messages.AnswerAsync(Message.Create("reply", """{"req": "reply"}"""u8.ToArray()));
        await messages.AnswerAsync(Ack(piece, 4));
        File.AppendAllText(folder["logs/a.log"], "two\n");

        Assert.Equal(4, (await NextAsync()).Fpos);
        await StopAsync(running);
    }

    [Fact]
    public async Task A_position_that_can_not_be_read_is_waited_for()
    {
        var time = new ManualTime();
        folder.Folder("save");
        folder.File("logs/a.log", "one\n");
        var running = Run(Options, time);
        Assert.Contains(logger.Lines, line => line.Text.Contains("nothing is carried before", StringComparison.Ordinal));

        Directory.Delete(folder["save"]);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, (await NextAsync()).Fpos);
        await StopAsync(running);
    }

    [Fact]
    public async Task A_position_that_can_not_be_saved_is_said_and_carrying_goes_on()
    {
        folder.Folder("save.new");
        folder.File("logs/a.log", "one\n");
        var running = Run(Options, TimeProvider.System);
        await NextAsync();

        await StopAsync(running);

        Assert.Contains(logger.Lines, line => line.Text.Contains("can't be saved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_comes_later_is_waited_for()
    {
        var running = Run(Options with { Logdir = folder["late/logs"] }, TimeProvider.System);
        Assert.Contains(logger.Lines, line => line.Text.Contains("waiting for it", StringComparison.Ordinal));

        folder.Folder("late/logs");
        folder.File("late/logs/a.log", "one\n");

        Assert.Equal(0, (await NextAsync()).Fpos);
        await StopAsync(running);
    }

    private static Message Ack(LogtailFragment of, long next) => new FakeMessages().Compose(
        new FragmentAck { Req = FragmentAck.Type, Filename = of.Filename, StDev = of.StDev, StIno = of.StIno, Gen = of.Gen!, Fpos = next },
        BodiesJson.Default.FragmentAck);

    private LogTailDaemon Make(LogTailOptions options, TimeProvider time) => new(options, messages, new FakeMetrics(), time, logger);

    private Task Run(LogTailOptions options, TimeProvider time) => Make(options, time).RunAsync(stop.Token);

    /// <summary>The next piece that is sent, past or to come; questions are left out.</summary>
    private async Task<LogtailFragment> NextAsync()
    {
        while (true)
        {
            Assert.True(await sent.WaitAsync(ServerProcess.Patience), string.Join('\n', logger.Lines));
            Assert.True(messages.Published.TryDequeue(out var message));
            if (messages.Open(message, BodiesJson.Default.LogtailFragment) is { OpMode: not LogtailFragment.Question } piece)
            {
                return piece;
            }
        }
    }

    private async Task StopAsync(Task running)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(ServerProcess.Patience));
    }
}
