using System.Text;
using CC.Plugins.InfoSender;
using CC.Plugins.Tests.LogTail;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.InfoSender;

/// <summary>The sender with its loop.</summary>
public sealed class InfoSenderDaemonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();
    private readonly RecordingLogger<InfoSenderDaemon> logger = new();
    private readonly CancellationTokenSource stop = new();

    private InfoSenderOptions Options => new() { Infodir = folder["info"], Infomask = "*", SaveFile = folder["save"], SettleTime = TimeSpan.FromMilliseconds(50) };

    public void Dispose()
    {
        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_comes_is_sent_and_what_was_acknowledged_is_saved_when_it_stops()
    {
        var running = Run();
        folder.Folder("info");
        folder.File("info/disk", "content");

        await AnswerAsync(await NextAsync());
        await Eventually.TrueAsync(() => metrics["infosender.acknowledged"] == 1, () => "the answer is not taken");
        await StopAsync(running);

        Assert.Equal(folder["info/disk"], Assert.Single(SavedState.Load(folder["save"])!.Files).Path);
    }

    [Fact]
    public async Task Answers_that_are_none_do_no_harm()
    {
        folder.Folder("info");
        folder.File("info/disk", "content");
        var running = Run();
        var sent = await NextAsync();

        await messages.AnswerAsync(Message.Create("reply", "no json"u8.ToArray()));
        await messages.AnswerAsync(Message.Create("reply", """{"req": "reply"}"""u8.ToArray()));
        await messages.AnswerAsync(Message.Create("reply", """{"req": "reply", "filename": "other", "gen": "x", "done": 1, "fpos": 0}"""u8.ToArray()));
        await AnswerAsync(sent);

        await Eventually.TrueAsync(() => metrics["infosender.acknowledged"] == 1, () => "the answer is not taken");
        await StopAsync(running);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task How_far_files_are_is_told_though_nothing_is_taken(bool isMute)
    {
        var room = new TaskCompletionSource<bool>();
        messages.OnPublish = _ => new ValueTask<bool>(room.Task);
        folder.Folder("info");
        folder.File("info/disk", "content");
        if (isMute)
        {
            new SavedState([], Receiver.Mute).Save(folder["save"]);
        }

        var daemon = new InfoSenderDaemon(Options, messages, metrics, TimeProvider.System, logger);
        var running = daemon.RunAsync(stop.Token);
        await NextAsync();

        for (var times = 0; times < 3; times++)
        {
            var file = Assert.Single(await daemon.FilesAsync(stop.Token).AsTask().WaitAsync(ServerProcess.Patience));
            Assert.Equal((folder["info/disk"], "waiting"), (file.Path, file.State));
        }

        room.SetResult(true);
        await StopAsync(running);
    }

    [Fact]
    public async Task What_was_saved_and_is_damaged_is_told_and_everything_sent_again()
    {
        folder.Folder("info");
        folder.File("info/disk", "content");
        folder.File("save", "damaged");
        var running = Run();

        await NextAsync();

        Assert.Single(logger.Lines, line => line.Text.Contains("is damaged"));
        await StopAsync(running);
    }

    [Fact]
    public async Task What_is_no_file_is_named_once_and_passed_over()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names are octets on Linux only");
        folder.Folder("info");
        File.CreateSymbolicLink(folder["info/nowhere"], folder["nothing"]);
        Assert.Equal(0, NativeFiles.MakeNode([.. Encoding.UTF8.GetBytes(folder["info/pipe\0"])], NativeFiles.Pipe));
        Assert.Equal(0, NativeFiles.MakeNode([.. Encoding.UTF8.GetBytes(folder["info/a"]), 0xFF, 0], NativeFiles.File));
        folder.Folder("info/folder");
        folder.File("info/other", "content");
        var running = Run();

        Assert.Equal(folder["info/other"], (await NextAsync()).Filename);

        Assert.All(["nowhere", "pipe", "a\uFFFD"], name => Assert.Single(logger.Lines, line => line.Text.Contains(folder[$"info/{name}"]) && line.Text.Contains("passed over")));
        Assert.DoesNotContain(logger.Lines, line => line.Text.Contains(folder["info/folder"]));
        await StopAsync(running);
    }

    private Task Run() => new InfoSenderDaemon(Options, messages, metrics, TimeProvider.System, logger).RunAsync(stop.Token);

    private async Task<InfoFile> NextAsync()
    {
        Message message = default;
        await Eventually.TrueAsync(() => messages.Published.TryDequeue(out message), () => "nothing is sent");
        return messages.Open(message, BodiesJson.Default.InfoFile);
    }

    private Task AnswerAsync(InfoFile file) => messages.AnswerAsync(messages.Compose(
        new InfoFileAck { Req = "reply", Filename = file.Filename!, Gen = file.Gen!, Done = 1, Fpos = 0 }, BodiesJson.Default.InfoFileAck));

    private async Task StopAsync(Task running)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(ServerProcess.Patience));
    }
}
