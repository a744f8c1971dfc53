using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>The nodes of a log transport on one machine, as the documentation's example has them.</summary>
internal static class Nodes
{
    public static Task<ServerProcess> StartCentralAsync(TemporaryFolder folder, string endpoint = "tcp://127.0.0.1:*", string writer = "host-subdirs = yes") =>
        ServerProcess.StartAsync(folder.File("central.ini", $"""
            [ccserver]
            pidfile = {folder}/%(job_name)s.pid
            cc-socket = {endpoint}
            cc-role = remote

            [routes]
            pub.logtail = h:tailwriter

            [h:tailwriter]
            handler = cc.handler.tailwriter
            dstdir = {folder.Folder("copies")}
            {writer}
            """));

    /// <summary>Starts a node with a tailer, and waits until that has looked at the folder: what is there then is old.</summary>
    public static async Task<ServerProcess> StartSourceAsync(TemporaryFolder folder, string remote, string tailer = "logmask = *.log", string name = "source")
    {
        var node = await ServerProcess.StartAsync(folder.File($"{name}.ini", $"""
            [ccserver]
            pidfile = {folder}/%(job_name)s.pid
            cc-socket = tcp://127.0.0.1:*
            cc-role = local

            [routes]
            log = h:locallog
            job = h:jobmgr
            pub = h:forward

            [h:locallog]
            handler = cc.handler.locallogger

            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {remote}

            [h:jobmgr]
            handler = cc.handler.jobmgr
            daemons = d:logtail

            [d:logtail]
            module = cc.daemon.logtail
            logdir = {folder.Folder("logs")}
            {tailer}
            """));
        await node.WaitForLineAsync("watching");
        return node;
    }
}
