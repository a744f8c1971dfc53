using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>What the daemons of a local node send, as a remote of CC 0.8.7 sees it: it parses strictly, and acknowledges nothing.</summary>
public sealed class SenderTests : HostTest
{
    private readonly int udp = FreePort.Find();
    private readonly string remote = $"tcp://127.0.0.1:{FreePort.Find()}";

    [Fact]
    public async Task Every_message_has_the_fields_and_the_types_that_the_original_needs_to_read_it()
    {
        var files = Folder.Folder("files");
        Folder.File("files/info", "a file\n");
        Folder.File("files/app.log", "a line\n");

        var script = Python.RunAsync(
            """
            from cc import *
            import socket as net, sys
            remote, udp = sys.argv[1], int(sys.argv[2])
            number = (int, float)
            fields = {
                'log': dict(log_level=str, service_type=str, job_name=str, log_msg=str, log_time=number, log_pid=int, log_line=int, log_function=str),
                'pub.infofile': dict(mtime=number, filename=str, data=str, comp=str, mode=str),
                'pub.logtail': dict(filename=str, data=str, comp=str, mode=str, fpos=int, op_mode=str, st_dev=int, st_ino=int),
                'task.register': dict(host=str),
                'task.reply': dict(task_id=str, status=str, handler=str, feedback=dict),
                'db': dict(function=str, params=str),
                'echo.request': dict(target=str),
            }

            def readable(value):
                # As the original's parser has it: of lists it reads those of objects only.
                if isinstance(value, list):
                    assert all(isinstance(item, dict) for item in value), value
                for item in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
                    readable(item)

            r = router(remote)
            datagrams = net.socket(net.AF_INET, net.SOCK_DGRAM)
            seen = set()
            while len(seen) < len(fields):
                frames = r.recv_multipart()
                assert frames.index(b'') in (1, 2), frames
                kind, body, rest = frames[frames.index(b'') + 1].decode(), json.loads(frames[frames.index(b'') + 2]), frames[frames.index(b'') + 3:]
                assert body['req'] == kind and isinstance(body['time'], float) and body['hostname'] and body['blob_hash'] == '', body
                assert len(rest) in (1, 2) and rest[0] == b'', rest
                readable(body)
                name = next(name for name in fields if kind == name or kind.startswith(name + '.'))
                if name.startswith('pub.') and 'filename' not in body: continue
                for field, type_ in fields[name].items():
                    assert isinstance(body[field], type_), (field, body)
                if name == 'log':
                    assert kind == 'log.' + body['log_level'].lower() and body['service_type'].startswith('d:') and body['job_name'] == 'node.' + body['service_type'], body
                if name == 'pub.infofile':
                    assert (body['filename'].split('/')[-1], body['data'], rest[1]) in (('info', '', b'a file\n'), ('app.log', '', b'a line\n'), ('uptime', '', b'to both\n')), body
                if name == 'pub.logtail' and body['op_mode'] != 'probe':
                    assert (body['fpos'], body['mode'], rest[1]) == (0, 'b', b'a line\n'), (body, rest)
                if name == 'task.register' and 'db' not in seen:
                    send(r, 'task.send.u1', frames[:frames.index(b'')], task_host=body['host'], task_handler='cc.task.nonexist', task_id='u1')
                    datagrams.sendto(b'2:20,1:0,3:bob,4:shop,8:10.0.0.1,1:f,7:no luck,', ('127.0.0.1', udp))
                if name == 'db':
                    assert (kind, body['function'], json.loads(body['params'])) == ('db.confdb', 'log.add',
                        [net.gethostname(), None, 'postgres_monitoring', 'ERROR', 'shop', 'bob 10.0.0.1: no luck']), body
                seen.add(name)
            """,
            remote,
            $"{udp}");
        await using var server = await ServerProcess.StartAsync(LocalIni(files));
        await script;

        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task What_a_daemon_logs_goes_to_the_originals_logger()
    {
        var script = Python.RunAsync(
            """
            from cc import *
            import os, sys
            r = router(sys.argv[1])
            while True:
                route, req, body, rest = receive(r)
                if body['log_msg'].startswith('watching'): break
            assert (req, body['log_level'], body['service_type'], body['job_name'], rest) == ('log.info', 'INFO', 'd:logtail', 'node.d:logtail', [b'']), body
            assert body['log_pid'] > 0 and body['log_function'] and abs(body['log_time'] - body['time']) < 60, body
            """,
            remote);
        await using var server = await ServerProcess.StartAsync(Ini(
            main: $"pidfile = {Folder}/%(job_name)s.pid",
            routes: "job = h:jobmgr\nlog = h:forward",
            sections: $"""
                [h:forward]
                handler = cc.handler.proxy
                remote-cc = {remote}

                [h:jobmgr]
                handler = cc.handler.jobmgr
                daemons = d:logtail

                [d:logtail]
                module = cc.daemon.logtail
                logdir = {Folder}
                logmask = *.log
                """));
        await script;

        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_log_that_is_appended_to_rotated_and_resumed_after_a_kill_reaches_the_originals_writer_whole()
    {
        var logs = Folder.Folder("logs");
        await using var node = new TestNode(Folder, "source", "local", $"""
            [routes]
            job = h:jobmgr
            pub = h:forward

            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {remote}

            [h:jobmgr]
            handler = cc.handler.jobmgr
            daemons = d:logtail

            [d:logtail]
            module = cc.daemon.logtail
            operation-mode = rotated
            logdir = {logs}
            logname = app.log
            start-position = beginning
            ack-timeout = 0.2
            """);
        await node.StartAsync();
        var running = Folder.File("running", $"{node.Process.Id}");
        var script = Python.RunAsync(
            """
            from cc import *
            import os, sys
            remote, log, node = sys.argv[1:]
            r = router(remote)

            # As the original's writer has it: a copy for each inode. What comes again after a kill must be the same.
            copies = {}
            def take(whole):
                while any(copies.get(inode) != content for inode, content in whole.items()):
                    route, body, rest = receive_type(r, 'pub.logtail')
                    if body['op_mode'] != 'rotated': continue
                    copy, at = copies.setdefault(body['st_ino'], b''), body['fpos']
                    assert at <= len(copy) and copy[at:at + len(rest[1])] == rest[1][:len(copy) - at], (at, len(copy))
                    copies[body['st_ino']] = copy[:at] + rest[1] + copy[at + len(rest[1]):]

            whole = {}
            def append(content):
                with open(log, 'ab') as f:
                    f.write(content)
                    inode = os.fstat(f.fileno()).st_ino
                    whole[inode] = whole.get(inode, b'') + content

            append(b'first\n')
            take(whole)
            append(b'second\n' * 50000)
            take(whole)
            os.rename(log, log + '.1')
            append(b'of the next file\n')
            take(whole)
            os.kill(int(open(node).read()), 9)
            append(b'while it was down\n' * 1000)
            os.remove(node)
            take(whole)
            append(b'and after\n')
            take(whole)
            assert len(copies) == 2, len(copies)
            """,
            remote,
            Path.Combine(logs, "app.log"),
            running);
        await Eventually.TrueAsync(() => script.IsCompleted || !File.Exists(running), () => string.Join('\n', node.Output));
        await node.Process.WaitForExitAsync();
        await node.StartAsync();

        await script;

        await node.StopAsync();
        Assert.Empty(node.Errors);
    }

    private string LocalIni(string files) => Ini(
        main: $"pidfile = {Folder}/%(job_name)s.pid",
        routes: "job = h:jobmgr\nlog = h:forward\npub = h:forward\ntask = h:forward\ndb = h:forward",
        sections: $"""
            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {remote}
            ping = yes

            [h:jobmgr]
            handler = cc.handler.jobmgr
            daemons = d:infosender, d:infoscript, d:logtail, d:pg, d:taskrunner

            [d:infosender]
            module = cc.daemon.infosender
            infodir = {files}
            infomask = *

            [d:infoscript]
            module = cc.daemon.infoscript
            info-script = echo to both
            info-name = uptime
            info-period = 1

            [d:logtail]
            module = cc.daemon.logtail
            logdir = {files}
            logmask = *.log
            start-position = beginning

            [d:pg]
            module = cc.daemon.pg_logforward
            listen-port = {udp}
            plugins = p:logwatch

            [p:logwatch]
            module = cc.daemon.plugins.pg_logforward.example_logwatch

            [d:taskrunner]
            module = cc.daemon.taskrunner
            local-id = here

            [cc.task.sample]
            """);
}
