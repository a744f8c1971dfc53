using System.Globalization;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests;

/// <summary>A node that can be ended and started again, on the same configuration and the same port.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly string name;
    private readonly string configuration;
    private readonly List<ServerProcess> processes = [];

    /// <param name="folder">Where its files are.</param>
    /// <param name="name">Its name.</param>
    /// <param name="role">local or remote.</param>
    /// <param name="sections">Its configuration, without [ccserver].</param>
    public TestNode(TemporaryFolder folder, string name, string role, string sections)
    {
        this.folder = folder;
        this.name = name;
        configuration = folder.File($"{name}.ini", $"""
            [ccserver]
            pidfile = {folder}/%(job_name)s.pid
            cc-socket = {Endpoint}
            cc-role = {role}
            cc-stats = 0
            infofile = {folder}/{name}.info
            stats-period = 0.2

            {sections}
            """);
    }

    public string Endpoint { get; } = $"tcp://127.0.0.1:{FreePort.Find()}";

    public ServerProcess Process => processes[^1];

    /// <summary>What all its processes have printed and logged.</summary>
    public IEnumerable<string> Output => processes.SelectMany(process => process.Output);

    public IEnumerable<string> Errors => processes.SelectMany(process => process.Errors);

    public async Task StartAsync() => processes.Add(await ServerProcess.StartAsync(configuration));

    public Task KillAsync() => Process.KillAsync();

    /// <summary>Stops in order.</summary>
    public async Task StopAsync() => Assert.Equal(0, await Process.StopAsync());

    /// <summary>Waits until a counter has reached a value. The node writes its counters down several times a second.</summary>
    public Task CountsAsync(string counter, long value) =>
        Eventually.TrueAsync(() => Counter(counter) >= value, () => $"{counter} of {name} does not become {value}: {Counter(counter)}\n{string.Join('\n', Output)}");

    public long Counter(string counter)
    {
        var info = folder[$"{name}.info"];
        var line = File.Exists(info)
            ? File.ReadLines(info).SkipWhile(line => line != "[total]").FirstOrDefault(line => line.StartsWith($"{counter}: ", StringComparison.Ordinal))
            : null;
        return line is null ? 0 : long.Parse(line[(counter.Length + 2)..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }
}
