using System.Collections.Concurrent;
using System.Text.Json;
using CC.Client;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Zmtp;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>A task runner that does what a test has it do, and remembers how far each task is.</summary>
internal sealed class TestRunner : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, string> statuses = new();
    private readonly ConcurrentQueue<Message> received = new();
    private readonly CancellationTokenSource ending = new();
    private readonly CcClient client;
    private readonly Task registering;

    public TestRunner(string endpoint)
    {
        client = new CcClient(endpoint, new ZmtpSocketOptions { Linger = TimeSpan.Zero }) { Unasked = Take };
        registering = RegisterAsync();
    }

    /// <summary>What a task's status becomes when it comes.</summary>
    public string Begins { get; init; } = TaskStatuses.Launched;

    /// <summary>What has come, answers to registrations besides.</summary>
    public IEnumerable<string> Received => received.Select(message => message.Type);

    /// <summary>Has a task go on, and tells it.</summary>
    public void Tell(string id, string status) => Send(id, statuses[id] = status, repeat: 0);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await registering;
        await client.DisposeAsync();
        ending.Dispose();
    }

    private async Task RegisterAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            var registration = new TaskRegister { Req = TaskRegister.Type, Host = "h", Ack = 1, Instance = "run", Period = Period.TotalSeconds };
            await client.PublishAsync(client.Compose(registration, BodiesJson.Default.TaskRegister), ending.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Period, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(Message message)
    {
        if (message.Type.Split('.') is not ["task", var what, var id])
        {
            return;
        }

        received.Enqueue(message);
        switch (what)
        {
            case "send" when statuses.TryAdd(id, Begins):
                Send(id, Begins, repeat: 0);
                break;
            case "cancel":
                Tell(id, TaskStatuses.Stopped);
                break;
            default:
                Send(id, statuses.GetValueOrDefault(id, TaskStatuses.Unknown), repeat: 1);
                break;
        }
    }

    private void Send(string id, string status, int repeat)
    {
        var reply = new TaskReply
        {
            Req = $"{TaskReply.Type}.{id}",
            TaskId = id,
            Status = status,
            Feedback = JsonDocument.Parse("""{"of":"runner"}""").RootElement,
            Repeat = repeat,
            Ack = TaskStatuses.IsFinal(status) ? 1 : 0,
        };
        _ = client.PublishAsync(client.Compose(reply, BodiesJson.Default.TaskReply)).AsTask();
    }
}
