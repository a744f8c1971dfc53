using CC.Bench.Load;
using CC.Bench.Peers;

namespace CC.Bench.Jobs;

/// <summary>Debian's supervisord: a start counts as one after 0 s, and there is no rotation.</summary>
internal sealed class Supervisord : IRunningSupervisor
{
    private readonly TemporaryConfiguration folder = new();
    private ChildProcess? process;

    public string Name => "supervisord";

    public IReadOnlyList<int> Own => process is { } running ? [running.Id] : [];

    public static Task<IRunningSupervisor> StartAsync()
    {
        Debian.Require("supervisor", () => File.Exists("/usr/bin/supervisord"));
        return Task.FromResult<IRunningSupervisor>(new Supervisord());
    }

    public Task RunAsync(int copies, string program, string argument) => StartAsync($"""
        [program:many]
        command={program} {argument}
        process_name=%(process_num)d
        numprocs={copies}
        startsecs=0
        autorestart=true
        stdout_logfile=NONE
        stderr_logfile=NONE
        """);

    public Task CaptureAsync(string program, string argument, string file) => StartAsync($"""
        [program:captured]
        command={program} {argument}
        startsecs=0
        autorestart=false
        stdout_logfile={file}
        stdout_logfile_maxbytes=0
        """);

    public async ValueTask DisposeAsync()
    {
        if (process is { } running)
        {
            await running.StopAsync();
            running.Dispose();
        }

        folder.Dispose();
    }

    private Task StartAsync(string programs)
    {
        var file = folder.Write($"""
            [supervisord]
            nodaemon=true
            logfile=/dev/null
            logfile_maxbytes=0
            pidfile={folder.Folder}/pid
            minfds=4096
            {programs}
            """);
        process = ChildProcess.Start("/usr/bin/supervisord", "-n", "-s", "-c", file);
        return Task.CompletedTask;
    }
}
