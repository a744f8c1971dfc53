using CC.Bench.Load;

namespace CC.Bench.Logs;

/// <summary>A source node with logtail and a proxy, and a central node with tailwriter, on their defaults: every piece acknowledged once it is on the disk.</summary>
internal static class CcTransport
{
    public static async Task<Transport> StartAsync(TemporaryConfiguration folder, string logs)
    {
        var endpoint = FreePort.Endpoint();
        var copies = Directory.CreateDirectory(Path.Combine(folder.Folder, "copies")).FullName;
        var central = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = {endpoint}
            cc-role = remote
            [routes]
            pub.logtail = h:tailwriter
            [h:tailwriter]
            handler = tailwriter
            dstdir = {copies}
            """));
        var source = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = local
            pidfile = {folder.Folder}/%(job_name)s.pid
            [routes]
            job = h:jobmgr
            pub = h:forward
            [h:forward]
            handler = proxy
            remote-cc = {endpoint}
            [h:jobmgr]
            handler = jobmgr
            daemons = d:logtail
            [d:logtail]
            module = logtail
            logdir = {logs}
            logmask = *.log
            """));
        return new Transport(Path.Combine(copies, $"{Environment.MachineName}--app.log"), source, central);
    }
}
