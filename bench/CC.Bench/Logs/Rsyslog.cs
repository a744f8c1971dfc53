using System.Net.Sockets;
using CC.Bench.Load;

namespace CC.Bench.Logs;

/// <summary>rsyslog, imfile -> omfwd over TCP -> imptcp -> omfile, on its defaults, but for one receiving thread, since several mix up the order of lines: nothing acknowledged, nothing flushed to the disk.</summary>
internal static class Rsyslog
{
    public const string Program = "/usr/sbin/rsyslogd";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static async Task<Transport> StartAsync(TemporaryConfiguration folder, string logs)
    {
        var port = FreePort.Number();
        var copy = Path.Combine(folder.Folder, "copy.log");
        var receiver = Start(folder, "receiver", $"""
            module(load="imptcp" threads="1")
            template(name="line" type="string" string="%rawmsg%\n")
            ruleset(name="store") {"{"} action(type="omfile" file="{copy}" template="line") {"}"}
            input(type="imptcp" address="127.0.0.1" port="{port}" ruleset="store")
            """);
        await WaitForPortAsync(port);
        var sender = Start(folder, "sender", $"""
            module(load="imfile" mode="inotify")
            template(name="line" type="string" string="%msg%\n")
            ruleset(name="forward") {"{"} action(type="omfwd" target="127.0.0.1" port="{port}" protocol="tcp" template="line") {"}"}
            input(type="imfile" file="{logs}/*.log" tag="bench" ruleset="forward")
            """);
        return new Transport(copy, sender, receiver);
    }

    private static ChildProcess Start(TemporaryConfiguration folder, string name, string configuration)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder.Folder, name)).FullName;
        var file = Path.Combine(work, "rsyslog.conf");
        File.WriteAllText(file, $"global(workDirectory=\"{work}\" maxMessageSize=\"64k\")\n{configuration}\n");
        return ChildProcess.Start(Program, "-n", "-f", file, "-i", Path.Combine(work, "pid"));
    }

    private static async Task WaitForPortAsync(int port)
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Pace);
            }
        }
    }
}
