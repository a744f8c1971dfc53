using System.Text.Json.Nodes;
using CC.Bench.Load;
using CC.Client;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Bench.Jobs;

/// <summary>A node whose jobmgr is told by messages.</summary>
internal sealed class CcJobs : IRunningSupervisor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryConfiguration folder = new();
    private readonly int port = FreePort.Number();
    private ChildProcess server = null!;
    private CcClient client = null!;

    public string Name => "CC";

    public IReadOnlyList<int> Own => [server.Id];

    public static async Task<IRunningSupervisor> StartAsync()
    {
        var jobs = new CcJobs();
        jobs.server = await ChildProcess.ServerAsync(jobs.folder.Write($"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:{jobs.port}
            cc-role = local
            [routes]
            job = h:jobmgr
            [h:jobmgr]
            handler = jobmgr
            """));
        jobs.client = new CcClient($"tcp://127.0.0.1:{jobs.port}");
        return jobs;
    }

    public Task RunAsync(int copies, string program, string argument) => LoadAsync(new JsonObject { ["name"] = "many", ["cmd"] = program, ["args"] = new JsonArray(argument), ["numprocesses"] = copies });

    public Task CaptureAsync(string program, string argument, string file) => LoadAsync(new JsonObject
    {
        ["name"] = "captured",
        ["cmd"] = program,
        ["args"] = new JsonArray(argument),
        ["restart"] = "never",
        ["redirect_output"] = new JsonArray("out"),
        ["logs"] = new JsonObject { ["out"] = new JsonObject { ["path"] = file, ["max_size"] = 0 } },
    });

    /// <summary>Has copies of a program run that ends at once, each started again without a wait.</summary>
    public Task RestartForEverAsync(int copies, string program) => LoadAsync(new JsonObject
    {
        ["name"] = "short",
        ["cmd"] = program,
        ["numprocesses"] = copies,
        ["redirect_output"] = new JsonArray("out"),
        ["backoff"] = new JsonObject { ["initial"] = 0, ["cap"] = 0 },
    });

    public Task UnloadAsync() => AskAsync("job.unload", new JsonObject { ["name"] = "short" });

    /// <summary>The number of the last process that was started.</summary>
    public async Task<int> LastPidAsync()
    {
        var answer = await AskAsync("job.history", new JsonObject { ["name"] = "short", ["n"] = 1 });
        return (int)JsonNode.Parse(answer.Body.Span)!["result"]!["history"]![0]!["pid"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await server.StopAsync();
        server.Dispose();
        folder.Dispose();
    }

    private Task LoadAsync(JsonObject config) => AskAsync("job.load", new JsonObject { ["config"] = config });

    private async Task<Message> AskAsync(string type, JsonObject arguments)
    {
        arguments["req"] = type;
        var answer = await client.RequestAsync(Message.Create(type, System.Text.Encoding.UTF8.GetBytes(arguments.ToJsonString())), Patience);
        return answer.Type == ControlTypes.Reply ? answer : throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(answer.Body.Span));
    }
}
