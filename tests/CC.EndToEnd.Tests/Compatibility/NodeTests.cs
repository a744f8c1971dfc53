using System.Diagnostics;
using System.Globalization;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>A node as CC 0.8.7's configurations, init scripts, monitoring and programs of any language have it.</summary>
public sealed class NodeTests : HostTest
{
    private readonly int port = FreePort.Find();
    private readonly string remote = $"tcp://127.0.0.1:{FreePort.Find()}";

    [Fact]
    public async Task A_configuration_means_what_it_meant_to_the_original()
    {
        var ini = Folder.File("my.node.ini", $"""
            # Full lines only; a '#' within a value is part of it.
            [DEFAULT]
            base = 127.0.0.1

            [ccserver]
            CC-Socket = tcp://%(base)s:{port}
            cc-role: insecure
            zmq_rcvbuf = 64 KB ; behind a blank and a semicolon
            ZMQ_SNDBUF = 1m

            [routes]
            echo = h:echo
            fwd = h:filter,
              h:second

            [h:echo]
            plugin = cc.handler.echo

            [h:filter]
            handler = filter
            forward-to = h:first
            include = fwd.a,
               fwd.%(service_name)s-%(job_name)s, fwd.100%%

            [h:first]
            handler = proxy
            remote-cc = %(where)s
            where = {remote}

            [h:second]
            handler = disposer
            """);
        await using var server = await ServerProcess.StartAsync(ini);

        await Python.RunAsync(
            """
            from cc import *
            import sys
            s, r = dealer(sys.argv[1]), router(sys.argv[2])
            for name in ('b', 'a', 'a.x'):
                send(s, 'fwd.' + name)
            ping(s)
            assert receive(r)[1] == 'fwd.a'
            """,
            $"tcp://127.0.0.1:{port}",
            remote);
        await StopInOrderAsync(server);

        Assert.Contains("disposed_count: 3", await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task The_status_file_counts_under_the_originals_names()
    {
        var info = Folder["info"];
        await using var server = await ServerProcess.StartAsync(Ini(
            main: $"cc-stats = 2\ninfofile = {info}\ninfofile-level = 3\nstats-period = 0.2",
            routes: "dis = h:dispose\nlog = h:log\ntask = h:taskrouter\npub.infofile = h:infowriter\npub.logtail = h:tailwriter",
            sections: $"""
                [h:dispose]
                handler = disposer
                [h:log]
                handler = locallogger
                [h:taskrouter]
                handler = taskrouter
                [h:infowriter]
                handler = infowriter
                dstdir = {Folder["info-copies"]}
                [h:tailwriter]
                handler = tailwriter
                dstdir = {Folder["log-copies"]}
                """,
            role: "remote"));

        await Python.RunAsync(
            """
            from cc import *
            import base64, sys, time
            s = dealer(sys.argv[1])
            send(s, 'dis.x')
            send(s, 'no.route')
            s.send_multipart([b'no delimiter'])
            send(s, 'task.register', host='somewhere')
            send(s, 'task.send.t1', task_host='elsewhere', task_handler='x', task_id='t1')
            send(s, 'task.reply.t1', task_id='t1', status='finished')
            data = base64.b64encode(b'content').decode()
            send(s, 'pub.infofile', filename='f', mtime=1.5, data=data, comp='', mode='b')
            send(s, 'pub.logtail', filename='f', data=data, comp='', mode='b', fpos=0, op_mode='', st_dev=1, st_ino=1)
            ping(s)

            def total():
                lines = open(sys.argv[2]).read().split('[total]\n')[1].split('\n\n')[0].split('[')[0].splitlines()
                return {key: float(value) for key, value in (line.split(': ') for line in lines if line)}
            expected = {'count': 9, 'count.ok': 7, 'count.invalid': 1, 'count.ok.msg.dis.x': 1, 'disposed_count': 1, 'task.register': 1, 'task.send': 1, 'task.reply': 1,
                'written_files': 1, 'written_bytes': 7, 'appended_bytes': 7}
            for _ in range(600):
                found = total() if '[total]\n' in open(sys.argv[2]).read() else {}
                if all(found.get(key) == value for key, value in expected.items()): break
                time.sleep(0.1)
            else:
                raise AssertionError({key: (value, found.get(key)) for key, value in expected.items() if found.get(key) != value})
            assert {'bytes', 'bytes.ok', 'count.dropped', 'bytes.dropped', 'disposed_bytes'} <= set(found), found
            text = open(sys.argv[2]).read()
            assert all(part in text for part in ('name: node\n', '\npid: ', '\nstarted: ', '[total]', '[latest]', '[avg:60]', '[avg:300]', '[avg:900]')), text
            """,
            server.Endpoint,
            info);

        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_node_in_the_background_is_told_to_reload_and_to_stop_as_the_original_was()
    {
        string Background(string more) => Folder.File("node.ini", $"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:{port}
            cc-role = local
            pidfile = {Folder["node.pid"]}
            logfile = {Folder["node.log"]}

            [routes]
            echo = h:echo
            {more}

            [h:echo]
            handler = cc.handler.echo
            """);
        const string StalePid = "999999999\n";
        var ini = Background("");
        Folder.File("node.pid", StalePid);
        await RunAsync(0, "-d", ini);
        using var node = Process.GetProcessById(int.Parse(File.ReadAllText(Folder["node.pid"]), CultureInfo.InvariantCulture));
        try
        {
            await Python.RunAsync("from cc import *; import sys; ping(dealer(sys.argv[1]))", $"tcp://127.0.0.1:{port}");
            Assert.Contains("another process running", await RunAsync(1, "-d", ini));

            Background($"new = h:new\n[h:new]\nhandler = cc.handler.proxy\nremote-cc = {remote}");
            await RunAsync(0, "-r", ini);
            await Python.RunAsync(
                """
                from cc import *
                import sys
                s, r = dealer(sys.argv[1]), router(sys.argv[2])
                while True: # Until the node has read it.
                    send(s, 'new.x')
                    if r.poll(100): break
                assert receive(r)[1] == 'new.x'
                """,
                $"tcp://127.0.0.1:{port}",
                remote);

            await RunAsync(0, "-s", ini);
            await node.WaitForExitAsync().WaitAsync(ServerProcess.Patience);
            Assert.False(File.Exists(Folder["node.pid"]));
        }
        finally
        {
            node.Kill();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Loads_of_the_originals_kind_lose_nothing(int window)
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: "dis = h:dispose\nlog = h:log\npub.infofile = h:infowriter\npub.logtail = h:tailwriter",
            sections: $"""
                [h:dispose]
                handler = disposer
                [h:log]
                handler = locallogger
                [h:infowriter]
                handler = infowriter
                dstdir = {Folder["infos"]}
                [h:tailwriter]
                handler = tailwriter
                dstdir = {Folder["logs"]}
                """,
            role: "remote"));
        var ini = Folder.File("proxy.ini", $"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = local
            [routes]
            echo = h:forward
            [h:forward]
            handler = proxy
            remote-cc = {server.Endpoint}
            """);
        await using var proxy = await ServerProcess.StartAsync(ini);

        await Python.RunAsync(
            """
            from cc import *
            import os, sys, time
            near, via, infos, logs, window = dealer(sys.argv[1]), dealer(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])

            def echo(s, count):
                # Window of outstanding requests, answered in order.
                sent = 0
                for got in range(count):
                    while sent < min(count, got + window):
                        send(s, 'echo.request', [b'%d' % sent], target='T', filler='x' * 40)
                        sent += 1
                    route, req, body, rest = receive(s)
                    assert (route, req) == ([b'%d' % got], 'echo.response'), (route, got)
            echo(near, 3000)
            echo(via, 3000)

            for n in range(5000):
                send(near, 'dis.x', n=n)
                send(near, 'log.info', log_level='INFO', service_type='d:x', job_name='j', log_msg='load %d' % n, log_time=1.5, log_pid=1, log_line=1, log_function='f')
            piece = bytes(range(256)) * 4
            for n in range(1000):
                send(near, 'pub.infofile', blob=piece, filename='f%d' % n, mtime=1.5, data='', comp='', mode='b')
                send(near, 'pub.logtail', blob=piece, filename='log', data='', comp='', mode='b', fpos=n * len(piece), op_mode='', st_dev=1, st_ino=1)
            ping(near)

            def contents(folder):
                return {name: open(os.path.join(folder, name), 'rb').read() for name in os.listdir(folder) if not name.startswith('.')} if os.path.isdir(folder) else {}
            whole = {'h--f%d' % n: piece for n in range(1000)}
            while contents(infos) != whole or contents(logs) != {'h--log': piece * 1000}:
                time.sleep(0.1)
            """,
            server.Endpoint,
            proxy.Endpoint,
            Folder["infos"],
            Folder["logs"],
            $"{window}");
        await StopInOrderAsync(server);

        Assert.Equal(5000, server.Output.Count(line => line.Contains(" INFO load ", StringComparison.Ordinal)));
        Assert.Contains("disposed_count: 5000", await server.WaitForLineAsync("send_stats"));
    }
}
