using System.Globalization;
using CC.Bench.Load;
using CC.Bench.Peers;

namespace CC.Bench.Jobs;

/// <summary>Debian's runit: a process of its own beside each child.</summary>
internal sealed class Runit : IRunningSupervisor
{
    private readonly TemporaryConfiguration folder = new();
    private ChildProcess? process;

    public string Name => "runit";

    public IReadOnlyList<int> Own => process is { } running ? [running.Id, .. ProcessTable.Children(running.Id)] : [];

    public static Task<IRunningSupervisor> StartAsync()
    {
        Debian.Require("runit", () => File.Exists("/usr/bin/runsvdir"));
        return Task.FromResult<IRunningSupervisor>(new Runit());
    }

    public Task RunAsync(int copies, string program, string argument)
    {
        for (var copy = 0; copy < copies; copy++)
        {
            Service(copy.ToString(CultureInfo.InvariantCulture), "run", $"exec {program} {argument}");
        }

        return BeginAsync();
    }

    public Task CaptureAsync(string program, string argument, string file)
    {
        // svlogd writes into a folder, as "current".
        Directory.CreateDirectory(file);
        File.WriteAllText(Path.Combine(file, "config"), "s0\n");
        Service("captured", "run", $"{program} {argument}; exec sleep 1000");
        Service("captured/log", "run", $"exec svlogd {file}");
        return BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { } running)
        {
            var services = Own.Skip(1).ToArray();
            await running.StopAsync(signal: 1); // SIGHUP has it end its services, for which it does not wait
            while (services.Any(service => Directory.Exists($"/proc/{service}")))
            {
                await Task.Delay(10);
            }

            running.Dispose();
        }

        folder.Dispose();
    }

    private Task BeginAsync()
    {
        process = ChildProcess.Start("/usr/bin/runsvdir", Path.Combine(folder.Folder, "sv"));
        return Task.CompletedTask;
    }

    private void Service(string name, string file, string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Folder, "sv", name)).FullName, file);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }
}
