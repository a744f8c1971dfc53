using CC.Client;
using CC.Client.Tasks;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>A file of many blobs on its way to a tool that is slow, over nodes that let hardly anything wait.</summary>
public sealed class FetchTests : IAsyncLifetime
{
    private const int Pieces = 400;
    private const int Piece = 64 * 1024;

    private readonly TemporaryFolder folder = new();
    private readonly TestNode router;
    private readonly TestNode runner;
    private readonly TestNode front;

    public FetchTests()
    {
        router = new TestNode(folder, "router", "remote", """
            zmq_hwm = 2

            [routes]
            task = h:taskrouter

            [h:taskrouter]
            handler = taskrouter
            """);
        runner = new TestNode(folder, "runner", "local", $"""
            zmq_hwm = 2

            [routes]
            job = h:jobmgr
            task = h:forward

            {Forward}

            [h:jobmgr]
            handler = jobmgr
            daemons = d:taskrunner

            [d:taskrunner]
            module = taskrunner
            local-id = h
            heartbeat = 0.5

            [cc.task.fetch]
            folders = {folder["out"]}
            piece = 64K
            """);
        front = new TestNode(folder, "front", "remote", $"""
            zmq_hwm = 2

            [routes]
            task = h:forward

            {Forward}
            """);
    }

    private string Forward => $"""
        [h:forward]
        handler = proxy
        remote-cc = {router.Endpoint}
        zmq_hwm = 2
        """;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder["out"]);
        await Task.WhenAll(router.StartAsync(), runner.StartAsync(), front.StartAsync());
        await router.CountsAsync("task.register", 1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in new[] { front, runner, router })
        {
            await node.DisposeAsync();
            Assert.Empty(node.Errors);
        }

        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_hundreds_of_blobs_arrives_whole_though_the_client_pauses(bool overProxy)
    {
        var content = new byte[Pieces * Piece];
        new Random(5).NextBytes(content);
        File.WriteAllBytes(folder["out/large"], content);
        var wasPaused = false;
        for (var id = 0; !wasPaused; id++)
        {
            Assert.InRange(id, 0, 20); // One that was through before it could be paused shows nothing.
            wasPaused = await FetchAsync($"{id}", (overProxy ? front : router).Endpoint);

            Assert.Equal(content, File.ReadAllBytes(folder["got"]));
            File.Delete(folder["got"]);
        }
    }

    /// <summary>Fetches the file with a pause, and tells whether it was not through before.</summary>
    private async Task<bool> FetchAsync(string id, string endpoint)
    {
        await using var fetching = Ctl.Start(
            new Dictionary<string, string>(), "task", "send", "h", "cc.task.fetch", "path=large", "--id", id, "--out", folder["got"], "-e", endpoint);
        await Eventually.TrueAsync(() => Length(folder["got.part"]) > 0 || File.Exists(folder["got"]), () => $"nothing comes\n{fetching.Error}");
        fetching.Signal("STOP");
        var status = await StandstillAsync(id);
        fetching.Signal("CONT");
        Assert.Equal(0, await fetching.EndAsync());
        return status == TaskStatuses.Feedback;
    }

    /// <summary>Waits until nothing more comes of the task, and tells how far it is.</summary>
    private async Task<string> StandstillAsync(string id)
    {
        await using var client = new CcClient(router.Endpoint);
        var tasks = new TaskClient(client);
        var before = "";
        for (var same = 0; same < 10;)
        {
            var update = await tasks.StatusAsync("h", id, ServerProcess.Patience);
            var now = $"{update.Status} {update.Feedback}";
            same = now == before ? same + 1 : 0;
            before = now;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        return before.Split(' ')[0];
    }

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}
