using System.Text;
using CC.Plugins.InfoScript;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Options;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.InfoScript;

public sealed class InfoScriptDaemonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();
    private readonly RecordingLogger<InfoScriptDaemon> logger = new();
    private readonly CancellationTokenSource stop = new();

    public void Dispose()
    {
        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_a_command_writes_is_sent_as_a_file()
    {
        var running = Run("echo out; echo err >&2; cat");

        var (body, content) = await NextAsync();

        Assert.Equal(("pub.infofile", "some/name", "out\nerr\n", 1, 8), (body.Req, body.Filename, content, body.Ack, body.Size));
        Assert.InRange(body.Mtime, body.Time - 60, body.Time + 60);
        await StopAsync(running);
    }

    [Fact]
    public async Task It_is_sent_again_until_it_is_acknowledged()
    {
        var running = Run("echo out", options => options with { AckTimeout = TimeSpan.FromMilliseconds(100) });

        var first = await NextAsync();
        var again = await NextAsync();
        await AnswerAsync(first.Body, done: 1);

        await Eventually.TrueAsync(() => metrics["infoscript.acknowledged"] == 1, () => "the answer is not taken");
        Assert.Equal((first.Body.Gen, first.Content), (again.Body.Gen, again.Content));
        Assert.Equal(1, metrics["infoscript.count"]);
        await StopAsync(running);
    }

    [Fact]
    public async Task A_later_output_takes_the_place_of_one_that_is_not_acknowledged()
    {
        var running = Run($"date +%s%N", options => options with { Period = TimeSpan.FromMilliseconds(100) });

        var first = await NextAsync();
        var next = await NextAsync();

        Assert.NotEqual(first.Content, next.Content);
        await Eventually.TrueAsync(() => metrics["infoscript.superseded"] >= 1, () => "nothing is superseded");
        await StopAsync(running);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_sent_each_output_once()
    {
        var running = Run("echo out", options => options with { AckTimeout = TimeSpan.FromMilliseconds(100) });

        await Eventually.TrueAsync(() => logger.Lines.Any(line => line.Text.Contains("never answered")), () => "it is not told");

        Assert.Equal((1, 2), (metrics["infoscript.count"], metrics["infoscript.resent"]));
        await StopAsync(running);
    }

    [Fact]
    public async Task Answers_that_are_none_do_no_harm()
    {
        var running = Run("echo out", options => options with { AckTimeout = TimeSpan.FromMilliseconds(100) });
        var sent = await NextAsync();

        await messages.AnswerAsync(Message.Create("reply", "no json"u8.ToArray()));
        await messages.AnswerAsync(Message.Create("reply", """{"req": "reply"}"""u8.ToArray()));
        await messages.AnswerAsync(Message.Create("reply", """{"req": "reply", "filename": "other", "gen": "x", "done": 1, "fpos": 0}"""u8.ToArray()));
        await AnswerAsync(sent.Body with { Gen = "another" }, done: 1);
        await NextAsync();
        Assert.Equal(0, metrics["infoscript.acknowledged"]);
        await AnswerAsync(sent.Body, done: 1);

        await Eventually.TrueAsync(() => metrics["infoscript.acknowledged"] == 1, () => "the answer is not taken");
        await StopAsync(running);
    }

    [Theory]
    [InlineData("echo some reason; exit 3", "exit code 3; nothing is sent. It wrote last: some reason")]
    [InlineData("echo 'line\nbreak'; kill -9 $$", "exit code 137; nothing is sent. It wrote last: line\\nbreak")]
    [InlineData("if", "exit code 2")]
    [InlineData("echo some reason; sleep 1000", "has not ended within time-limit = 0.5 s, and was killed; nothing is sent. It wrote last: some reason")]
    [InlineData("trap '' TERM INT; sleep 1000 & wait", "has not ended within time-limit = 0.5 s")]
    [InlineData("yes", "has written more than max-output = 4K, and was killed")]
    public async Task Of_a_command_that_fails_nothing_is_sent_and_the_log_says_why(string script, string why)
    {
        var running = Run(script, options => options with { TimeLimit = TimeSpan.FromSeconds(0.5), MaxOutput = new ByteSize(4096) });

        await Eventually.TrueAsync(() => metrics["infoscript.fails"] == 1, () => "nothing fails");
        await Eventually.TrueAsync(() => logger.Lines.Any(line => line.Text.Contains(why)), () => string.Join('\n', logger.Lines.Select(line => line.Text)));

        Assert.Empty(messages.Published);
        await StopAsync(running);
    }

    [Theory]
    [InlineData("time")]
    [InlineData("stop")]
    public async Task What_is_killed_leaves_nothing_running(string why)
    {
        var limit = TimeSpan.FromSeconds(why == "time" ? 0.5 : 100);
        var running = Run($"sleep 1000 & echo $! > {folder["child"]}; (sleep 1000 & echo $! > {folder["orphan"]}); echo $$ > {folder["shell"]}; wait", options => options with { TimeLimit = limit });
        await Eventually.TrueAsync(() => File.Exists(folder["shell"]) && new FileInfo(folder["shell"]).Length > 0, () => "the command does not start");

        await (why == "time" ? Eventually.TrueAsync(() => metrics["infoscript.fails"] == 1, () => "nothing fails") : StopAsync(running));

        foreach (var name in (string[])["child", "orphan", "shell"])
        {
            var pid = File.ReadAllText(folder[name]).Trim();
            await Eventually.TrueAsync(() => !IsAlive(pid), () => $"{name} {pid} lives on");
        }

        if (why == "time")
        {
            await StopAsync(running);
        }
    }

    [Fact]
    public async Task While_no_route_leads_on_the_output_waits()
    {
        messages.OnPublish = _ => new ValueTask<bool>(logger.Lines.Any(line => line.Text.Contains("no route")));
        var running = Run("echo out");

        await Eventually.TrueAsync(() => metrics["infoscript.count"] == 1, () => "it is not sent");

        await StopAsync(running);
    }

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z");

    private Task Run(string script, Func<InfoScriptOptions, InfoScriptOptions>? with = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the commands are for Linux");
        var options = new InfoScriptOptions { Script = script, Name = "some/name", Period = TimeSpan.FromSeconds(1000) };
        return new InfoScriptDaemon(with?.Invoke(options) ?? options, messages, metrics, TimeProvider.System, logger).RunAsync(stop.Token);
    }

    private async Task<(InfoFile Body, string Content)> NextAsync()
    {
        Message message = default;
        await Eventually.TrueAsync(() => messages.Published.TryDequeue(out message), () => $"nothing is sent\n{string.Join('\n', logger.Lines.Select(line => line.Text))}");
        return (messages.Open(message, BodiesJson.Default.InfoFile), Encoding.UTF8.GetString(message.Blob.Span));
    }

    private Task AnswerAsync(InfoFile file, int done) => messages.AnswerAsync(messages.Compose(
        new InfoFileAck { Req = "reply", Filename = file.Filename!, Gen = file.Gen!, Done = done, Fpos = 0 }, BodiesJson.Default.InfoFileAck));

    private async Task StopAsync(Task running)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(ServerProcess.Patience));
    }
}
