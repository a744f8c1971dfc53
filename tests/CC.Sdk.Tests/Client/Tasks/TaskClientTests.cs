using System.Text;
using System.Text.Json;
using CC.Client;
using CC.Client.Tasks;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Zmtp;

namespace CC.Sdk.Tests.Client.Tasks;

/// <summary>The client with a router that a test plays.</summary>
public sealed class TaskClientTests : IAsyncDisposable
{
    private readonly string endpoint = $"inproc://tasks-{Guid.NewGuid():N}";
    private readonly ManualTime time = new();
    private readonly ZmtpSocket router = new(SocketType.Router);
    private CcClient? client;

    public async ValueTask DisposeAsync()
    {
        await (client?.DisposeAsync() ?? default);
        await router.DisposeAsync();
    }

    [Fact]
    public async Task Sends_a_task_and_tells_all_that_comes_of_it()
    {
        var updates = FollowAsync((await StartAsync()).SendAsync(Task()));

        var (sent, body) = await ReceiveAsync();
        await AnswerAsync(sent, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"forwarded","handler":"x"}""");
        await AnswerAsync(sent, "task.reply.other", """{"req":"task.reply.other","task_id":"other","status":"finished"}""");
        await AnswerAsync(sent, "whatever", "{}");
        await AnswerAsync(sent, "task.reply.t", "no JSON");
        await AnswerAsync(sent, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"feedback","feedback":{"i":1}}""", "octets");
        await AnswerAsync(sent, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"finished","feedback":{"rc":0,"out":"YWJj\nZA==\n"}}""");
        var came = await updates;

        Assert.Equal(1, sent.Route.Count - 1);
        Assert.Equal(("task.send.t", "h", "x", "t", "v", true), (
            body.GetProperty("req").GetString(), body.GetProperty("task_host").GetString(), body.GetProperty("task_handler").GetString(), body.GetProperty("task_id").GetString(),
            body.GetProperty("p").GetString(), body.GetProperty("want_error").GetBoolean()));
        Assert.Equal(["forwarded", "feedback", "finished"], came.Select(update => update.Status));
        Assert.Equal("octets", Encoding.UTF8.GetString(came[1].Blob!.Value.Span));
        Assert.Equal((null, null), (came[0].Blob, came[2].Blob));
        Assert.Equal((TaskOutcome.Finished, 0, "abcd"), (came[2].Outcome, came[2].ExitCode, Encoding.UTF8.GetString(came[2].Output!)));
    }

    [Fact]
    public async Task Sends_it_again_by_the_same_id_and_address_when_nothing_comes()
    {
        var updates = FollowAsync((await StartAsync()).SendAsync(Task()));

        var (first, _) = await ReceiveAsync();
        await PassAsync(TimeSpan.FromSeconds(15));
        var (second, _) = await ReceiveAsync();
        await AnswerAsync(second, "error", """{"req":"error","msg":"no","code":"bad-request","orig_req":"task.send.t"}""");

        Assert.Equal((first.Type, first.Route), (second.Type, second.Route));
        Assert.Equal((TaskOutcome.Refused, "bad-request", "no"), ((await updates)[0].Outcome, (await updates)[0].Code, (await updates)[0].Text));
    }

    [Theory]
    [InlineData("""{"rc":-1,"reason":"refused"}""", 0, TaskOutcome.Refused)]
    [InlineData("""{"rc":-1,"reason":"refused"}""", 1, TaskOutcome.Refused)]
    [InlineData("""{"rc":-1}""", 0, TaskOutcome.Refused)]
    [InlineData("""{"rc":-1}""", 1, TaskOutcome.Failed)]
    [InlineData("""{"rc":1,"reason":7}""", 0, TaskOutcome.Failed)]
    public async Task Tells_refusals_from_failures(string feedback, int repeat, TaskOutcome expected)
    {
        var updates = FollowAsync((await StartAsync()).SendAsync(Task()));

        var (sent, _) = await ReceiveAsync();
        await AnswerAsync(sent, "task.reply.t", $$"""{"req":"task.reply.t","task_id":"t","status":"failed","repeat":{{repeat}},"feedback":{{feedback}}}""");

        Assert.Equal(expected, (await updates)[0].Outcome);
    }

    [Fact]
    public async Task Gives_up_with_a_reason()
    {
        var updates = FollowAsync((await StartAsync()).SendAsync(Task()));
        for (var sends = 0; sends < 4; sends++)
        {
            Assert.Equal("task.send.t", (await ReceiveAsync()).Message.Type);
            await PassAsync(TimeSpan.FromSeconds(15));
        }

        var last = Assert.Single(await updates);
        Assert.Equal((TaskOutcome.NoAnswer, null), (last.Outcome, last.Message));
        Assert.NotEmpty(last.Text);
    }

    [Fact]
    public async Task Asks_about_a_silent_task()
    {
        var updates = FollowAsync((await StartAsync()).SendAsync(Task()));
        var (sent, _) = await ReceiveAsync();
        await AnswerAsync(sent, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"launched"}""");
        await Eventually.TrueAsync(() => time.Waiting.Contains(TimeSpan.FromSeconds(10)), () => "the answer is not taken");

        await PassAsync(TimeSpan.FromSeconds(10));
        var (asked, question) = await ReceiveAsync();
        await AnswerAsync(asked, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"stopped","repeat":1,"feedback":{"reason":"interrupted"}}""");

        Assert.Equal(("task.status.t", "h", "t"), (asked.Type, question.GetProperty("task_host").GetString(), question.GetProperty("task_id").GetString()));
        Assert.Equal((TaskOutcome.Stopped, true), ((await updates)[^1].Outcome, (await updates)[^1].IsRepeat));
    }

    [Fact]
    public async Task An_error_of_CC_0_8_7_is_understood()
    {
        var updates = FollowAsync((await StartAsync()).SendAsync(Task()));

        await AnswerAsync((await ReceiveAsync()).Message, "error", """{"req": "error", "time": 1.5, "hostname": "x", "blob_hash": "", "msg": "cannot route to h"}""");

        Assert.Equal((TaskOutcome.NoRoute, "cannot route to h"), ((await updates)[0].Outcome, (await updates)[0].Text));
    }

    [Fact]
    public async Task Questions_have_answers()
    {
        var tasks = await StartAsync();
        var asking = new[]
        {
            tasks.StatusAsync("h", "t", TimeSpan.FromMinutes(1)),
            tasks.ListAsync("h", TimeSpan.FromMinutes(1)),
            tasks.RunnersAsync(TimeSpan.FromMinutes(1)),
            tasks.HistoryAsync("h", 7, TimeSpan.FromMinutes(1)),
        };

        List<string> types = [];
        for (var asked = 0; asked < 4; asked++)
        {
            var (message, body) = await ReceiveAsync();
            types.Add($"{string.Join('.', message.Type.Split('.')[..2])} {body.GetProperty("task_host")} {(body.TryGetProperty("limit", out var limit) ? limit : default)}");
            var id = message.Type.Split('.')[2];
            await AnswerAsync(message, $"task.reply.{id}", $$"""{"req":"task.reply.{{id}}","task_id":"{{id}}","status":"running"}""");
        }

        Assert.All(await System.Threading.Tasks.Task.WhenAll(asking), answer => Assert.Equal("running", answer.Status));
        Assert.Equal(["task.history h 7", "task.list  ", "task.list h ", "task.status h "], types.Order());
    }

    [Fact]
    public async Task To_cancel_waits_for_the_end()
    {
        var cancelling = (await StartAsync()).CancelAsync("h", "t", TimeSpan.FromMinutes(1));

        var (asked, _) = await ReceiveAsync();
        await AnswerAsync(asked, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"feedback"}""");
        await AnswerAsync(asked, "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"stopped"}""");

        Assert.Equal(("task.cancel.t", "stopped"), (asked.Type, (await cancelling).Status));
    }

    [Fact]
    public async Task No_answer_to_a_question_is_a_time_out()
    {
        var asking = (await StartAsync()).StatusAsync("h", "t", TimeSpan.FromSeconds(5));
        await ReceiveAsync();

        await PassAsync(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TimeoutException>(() => asking);
    }

    [Fact]
    public void Ids_are_good_ones_and_differ()
    {
        Assert.Matches("^[0-9a-f]{32}$", TaskClient.NewId());
        Assert.NotEqual(TaskClient.NewId(), TaskClient.NewId());
    }

    private static TaskSend Task() => new()
    {
        Req = "task.send.t",
        TaskHost = "h",
        TaskHandler = "x",
        TaskId = "t",
        Parameters = new Dictionary<string, JsonElement> { ["p"] = JsonDocument.Parse("\"v\"").RootElement },
    };

    private async Task<TaskClient> StartAsync()
    {
        await router.BindAsync(endpoint);
        client = new CcClient(endpoint);
        return new TaskClient(client, time: time);
    }

    private static async Task<List<TaskUpdate>> FollowAsync(IAsyncEnumerable<TaskUpdate> updates)
    {
        List<TaskUpdate> all = [];
        await foreach (var update in updates)
        {
            all.Add(update);
        }

        return all;
    }

    /// <summary>Lets time pass once the client waits for it to.</summary>
    private async Task PassAsync(TimeSpan by)
    {
        await Eventually.TrueAsync(() => time.Waiting.Count > 0, () => "nobody waits");
        time.Advance(by);
    }

    private async Task<(Message Message, JsonElement Body)> ReceiveAsync()
    {
        Message.TryParse(await router.ReceiveAsync(TestContext.Current.CancellationToken), out var message);
        return (message, JsonDocument.Parse(message.Body).RootElement);
    }

    private ValueTask AnswerAsync(in Message request, string type, string body, string? blob = null) => router.SendAsync(
        Message.Create(type, Encoding.UTF8.GetBytes(body), blob: blob is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(blob), route: request.Route).Frames);
}
