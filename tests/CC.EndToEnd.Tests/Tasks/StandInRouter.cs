using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Zmtp;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>A task router that is the test: remembers where the runner is, what it tells, and sends it what the test likes.</summary>
internal sealed class StandInRouter : IAsyncDisposable
{
    private readonly ZmtpSocket router;
    private readonly ConcurrentQueue<(string Status, JsonElement Body, byte[] Blob)> told = new();
    private MessageRoute runner;
    private int registrations;

    private StandInRouter() => router = new ZmtpSocket(SocketType.Router, null, ReceiveAsync);

    public string Endpoint { get; private set; } = "";

    /// <summary>What was told, in order.</summary>
    public IReadOnlyList<(string Status, JsonElement Body, byte[] Blob)> Told => [.. told];

    public static async Task<StandInRouter> StartAsync()
    {
        var started = new StandInRouter();
        started.Endpoint = await started.router.BindAsync("tcp://127.0.0.1:*");
        return started;
    }

    /// <summary>Waits until a runner has registered as often as that.</summary>
    public Task RegisteredAsync(int times = 1) => Eventually.TrueAsync(() => Volatile.Read(ref registrations) >= times, () => "no runner registers");

    public ValueTask SendAsync(string id, string section, string more = "") =>
        SendAsync($"task.send.{id}", $"\"task_host\":\"here\",\"task_handler\":\"{section}\",\"task_id\":\"{id}\"{more}", route: runner);

    public ValueTask AskAsync(string kind, string id) => SendAsync($"task.{kind}.{id}", $"\"task_host\":\"here\",\"task_id\":\"{id}\"", route: runner);

    /// <summary>Waits for a task's end, and returns it.</summary>
    public async Task<(string Status, JsonElement Feedback)> EndOfAsync(string id)
    {
        await Eventually.TrueAsync(() => FindEnd(id) is not null, () => $"{id} does not end: {string.Join('\n', Told.Select(reply => reply.Body.GetRawText()))}");
        return FindEnd(id)!.Value;
    }

    public (string Status, JsonElement Feedback)? FindEnd(string id)
    {
        var end = Told.FirstOrDefault(reply => reply.Status is "finished" or "failed" or "stopped" && reply.Body.GetProperty("task_id").GetString() == id);
        return end.Status is null ? null : (end.Status, end.Body.GetProperty("feedback"));
    }

    /// <summary>What a task has told itself.</summary>
    public IReadOnlyList<string> FeedbackOf(string id) =>
        [.. Told.Where(reply => reply.Status == "feedback" && reply.Body.GetProperty("task_id").GetString() == id).Select(reply => reply.Body.GetProperty("feedback").GetRawText())];

    public ValueTask DisposeAsync() => router.DisposeAsync();

    private async ValueTask ReceiveAsync(Multipart frames)
    {
        if (Message.TryParse(frames.Detach(), out var message) != MessageFault.None)
        {
            return;
        }

        var body = JsonDocument.Parse(message.Body).RootElement;
        if (message.Type == "task.register")
        {
            runner = message.Route;
            await SendAsync("reply", $"\"host\":\"here\",\"instance\":\"stand-in\"", message.Route);
            Interlocked.Increment(ref registrations);
        }
        else if (message.Type.StartsWith("task.reply.", StringComparison.Ordinal))
        {
            told.Enqueue((body.GetProperty("status").GetString()!, body, message.Blob.ToArray()));
            if (body.TryGetProperty("ack", out _))
            {
                await SendAsync("reply", $"\"task_id\":{body.GetProperty("task_id").GetRawText()},\"status\":{body.GetProperty("status").GetRawText()}", message.Route);
            }
        }
    }

    private ValueTask SendAsync(string type, string fields, MessageRoute route) =>
        router.SendAsync(Message.Create(type, Encoding.UTF8.GetBytes($"{{\"req\":\"{type}\",\"time\":1.5,\"hostname\":\"client\",\"blob_hash\":\"\",{fields}}}"), route: route).Frames);
}
