using CC.Client;
using CC.Client.Tasks;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>What tests of tasks share: a node with a task router, and a client.</summary>
public abstract class RouterTest : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    protected RouterTest() => Router = new TestNode(folder, "router", "remote", Routes);

    protected static string Routes => """
        [routes]
        task = h:taskrouter

        [h:taskrouter]
        handler = taskrouter
        """;

    private protected TemporaryFolder Folder => folder;

    private protected TestNode Router { get; }

    public async ValueTask InitializeAsync() => await Router.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        Assert.Empty(Router.Errors);
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until the router knows the runner.</summary>
    protected static async Task RegisteredAsync(TaskClient tasks)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!(await tasks.RunnersAsync(ServerProcess.Patience)).Feedback!.Value.GetRawText().Contains("alive", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    protected static TaskSend Sample(string id = "t") => new() { Req = $"{TaskSend.Type}.{id}", TaskHost = "h", TaskHandler = "x", TaskId = id };

    /// <summary>Takes updates until one is as it should be.</summary>
    protected static async Task<TaskUpdate> UntilAsync(IAsyncEnumerator<TaskUpdate> updates, Func<TaskUpdate, bool> isIt)
    {
        while (await updates.MoveNextAsync().AsTask().WaitAsync(ServerProcess.Patience))
        {
            if (isIt(updates.Current))
            {
                return updates.Current;
            }
        }

        throw new InvalidOperationException("The updates have ended.");
    }

    private protected CcClient Connect() => new(Router.Endpoint);
}
