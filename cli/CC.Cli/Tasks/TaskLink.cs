using CC.Cli.Nodes;
using CC.Client;
using CC.Client.Security;
using CC.Client.Tasks;
using CC.Zmtp;

namespace CC.Cli.Tasks;

/// <summary>A link to a task router. A node that is not there is not waited for; one that was there is.</summary>
internal sealed class TaskLink : IAsyncDisposable
{
    private readonly TaskCompletionSource<string> notThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> tell;
    private readonly CcClient client;
    private bool wasThere;
    private bool isLost;
    private volatile bool isEnding;

    /// <param name="endpoint">The node.</param>
    /// <param name="security">What messages are signed and verified with; null for nothing.</param>
    /// <param name="tell">Told when the link is lost.</param>
    public TaskLink(string endpoint, MessageSecurity? security, Action<string> tell)
    {
        Endpoint = endpoint;
        this.tell = tell;
        client = new CcClient(endpoint, new ZmtpSocketOptions { SendHighWaterMark = 100, ReceiveHighWaterMark = 100, OnEvent = Watch }) { Security = security };
        Tasks = new TaskClient(client);
    }

    public string Endpoint { get; }

    public TaskClient Tasks { get; }

    /// <summary>Completes with the reason if the node is not there at all.</summary>
    public Task<string> NotThere => notThere.Task;

    /// <summary>Asks something that has one answer.</summary>
    /// <exception cref="CommandFailure">The node is not there, or there is no answer in time, or it is an error.</exception>
    public async Task<TaskUpdate> AskAsync(Func<TaskClient, CancellationToken, Task<TaskUpdate>> ask)
    {
        using var over = new CancellationTokenSource();
        var asking = ask(Tasks, over.Token);
        if (await Task.WhenAny(asking, NotThere) != asking)
        {
            await over.CancelAsync();
            await asking.ContinueWith(_ => { }, TaskScheduler.Default);
            throw new CommandFailure(ExitCode.NoAnswer, await NotThere);
        }

        try
        {
            var answer = await asking;
            return answer.Status.Length > 0 ? answer : throw TaskEnd.Failure(answer.Outcome is { } outcome ? ExitCodes.Of(outcome) : ExitCodes.OfTask(answer.Code), answer);
        }
        catch (TimeoutException late)
        {
            throw new CommandFailure(ExitCode.NoAnswer, $"{late.Message.TrimEnd('.')} from {Endpoint}; see if a route task leads to a taskrouter there, or wait longer with --timeout");
        }
    }

    public ValueTask DisposeAsync()
    {
        isEnding = true;
        return client.DisposeAsync();
    }

    private void Watch(ZmtpEvent what)
    {
        if (what.Kind == ZmtpEventKind.Connected)
        {
            wasThere = true;
            isLost = false;
        }
        else if (!isEnding && LinkTrouble.Of(what, Endpoint) is { } why)
        {
            if (!wasThere)
            {
                notThere.TrySetResult(why);
            }
            else if (!isLost)
            {
                isLost = true;
                tell($"{why}; waiting for it");
            }
        }
    }
}
