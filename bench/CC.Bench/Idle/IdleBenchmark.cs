using System.Globalization;
using CC.Bench.Load;

namespace CC.Bench.Idle;

/// <summary>A node as a source of logs has it, with nothing to do.</summary>
internal static class IdleBenchmark
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(int seconds)
    {
        using var folder = new TemporaryConfiguration();
        var logs = Directory.CreateDirectory(Path.Combine(folder.Folder, "logs")).FullName;
        using var node = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = local
            pidfile = {folder.Folder}/%(job_name)s.pid
            [routes]
            log = h:locallog
            job = h:jobmgr
            echo = h:echo
            pub = h:forward
            [h:echo]
            handler = echo
            [h:locallog]
            handler = locallogger
            [h:forward]
            handler = proxy
            remote-cc = {FreePort.Endpoint()}
            [h:jobmgr]
            handler = jobmgr
            daemons = d:logtail
            [d:logtail]
            module = logtail
            logdir = {logs}
            logmask = *.log
            """));
        await Task.Delay(Settle);
        var cpu = node.CpuSeconds;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var used = node.CpuSeconds - cpu;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle for {seconds} s: {node.ResidentBytes / 1e6:0.0} MB resident, {100 * used / seconds:0.00} % of a core"));
    }
}
