using System.Globalization;
using System.Text.Json.Nodes;
using CC.Bench.Load;
using CC.Bench.Peers;

namespace CC.Bench.Jobs;

/// <summary>pm2 of npm: a daemon, told by its command line.</summary>
internal sealed class Pm2 : IRunningSupervisor
{
    private const string Version = "7.0.4";

    private readonly TemporaryConfiguration folder = new();
    private readonly string program = Npm.Require("pm2", Version, "pm2");

    public string Name => "pm2";

    public IReadOnlyList<int> Own => Read("pm2.pid") is { } pid ? [int.Parse(pid, CultureInfo.InvariantCulture)] : [];

    public static async Task<IRunningSupervisor> StartAsync()
    {
        var pm2 = new Pm2();
        await pm2.TellAsync("ping"); // starts the daemon
        return pm2;
    }

    public Task RunAsync(int copies, string program, string argument) => StartAsync(new JsonObject
    {
        ["name"] = "many",
        ["script"] = program,
        ["args"] = argument,
        ["interpreter"] = "none",
        ["exec_mode"] = "fork",
        ["instances"] = copies,
        ["out_file"] = "/dev/null",
        ["error_file"] = "/dev/null",
    });

    public Task CaptureAsync(string program, string argument, string file) => StartAsync(new JsonObject
    {
        ["name"] = "captured",
        ["script"] = program,
        ["args"] = argument,
        ["interpreter"] = "none",
        ["exec_mode"] = "fork",
        ["autorestart"] = false,
        ["out_file"] = file,
        ["error_file"] = "/dev/null",
    });

    public async ValueTask DisposeAsync()
    {
        await TellAsync("kill");
        folder.Dispose();
    }

    private async Task StartAsync(JsonObject app)
    {
        var file = Path.Combine(folder.Folder, "ecosystem.json");
        await File.WriteAllTextAsync(file, new JsonObject { ["apps"] = new JsonArray(app) }.ToJsonString());
        await TellAsync("start", file);
    }

    private async Task TellAsync(params IEnumerable<string> arguments)
    {
        using var command = ChildProcess.Start("/usr/bin/env", [$"PM2_HOME={folder.Folder}", program, .. arguments]);
        await command.OutputAsync();
    }

    private string? Read(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder.Folder, name));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
