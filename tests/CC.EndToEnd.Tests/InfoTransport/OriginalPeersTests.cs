using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.InfoTransport;

/// <summary>Programs that send and take files as CC 0.8.7 does, by libzmq.</summary>
public sealed class OriginalPeersTests
{
    [Fact]
    public async Task What_an_original_sends_is_stored()
    {
        await using var transport = new FileTransport(writer: "host-subdirs = yes\nbakext = --prev");
        await transport.Central.StartAsync();

        await Python.RunAsync(
            """
            import base64, json, sys, zlib, zmq
            s = zmq.Context().socket(zmq.DEALER)
            s.connect(sys.argv[1])
            def send(name, data, comp='none', blob=None, mtime=1700000000.123457):
                body = {'req': 'pub.infofile', 'time': 1700000001.5, 'hostname': 'me', 'blob_hash': '', 'mtime': mtime, 'filename': name, 'data': data, 'comp': comp, 'mode': 'b'}
                s.send_multipart([b'', b'pub.infofile', json.dumps(body).encode(), b''] + ([blob] if blob is not None else []))
            z = zlib.compressobj(6, zlib.DEFLATED, 31)
            send('/info/info.1', base64.b64encode(b'in the body').decode())
            send('/info/info.2', '', 'gzip', z.compress(b'in a blob') + z.flush())
            send('/info/info.1', base64.b64encode(b'later').decode(), mtime=1700000002.0)
            send('/info/info.1', base64.b64encode(b'older').decode(), mtime=1700000001.0)
            s.close(5000)
            s.context.term()
            """,
            transport.Central.Endpoint);

        await transport.Central.CountsAsync("count.ok", 4);
        await transport.Central.CountsAsync("kept_files", 1);
        Assert.Equal(("later", "in the body", "in a blob"), (Content("info.1"), Content("info.1--prev"), Content("info.2")));
        transport.NothingFailed();

        string Content(string name) => File.ReadAllText(Path.Combine(transport.Copies, "me", name));
    }

    [Fact]
    public async Task An_original_receiver_gets_each_file_whole_and_no_piece_that_it_could_take_for_a_file()
    {
        var port = FreePort.Find();
        using var folder = new TemporaryFolder();
        folder.Folder("info");
        folder.File("info/short", "short\n");
        folder.File("info/long", new string('x', 100_000));
        await using var source = new TestNode(folder, "source", "local", $"""
            [routes]
            log = h:locallog
            job = h:jobmgr
            pub = h:forward

            [h:locallog]
            handler = locallogger

            [h:forward]
            handler = proxy
            remote-cc = tcp://127.0.0.1:{port}

            [h:jobmgr]
            handler = jobmgr
            daemons = d:infosender

            [d:infosender]
            module = cc.daemon.infosender
            infodir = {folder["info"]}
            infomask = *
            settle-time = 0.1
            ack-timeout = 0.1
            piece-bytes = 64K
            """);
        await source.StartAsync();

        // As the original's worker does: whoever lacks a field, of these, is no file for it.
        var received = await Python.RunAsync(
            """
            import json, sys, zmq
            s = zmq.Context().socket(zmq.ROUTER)
            s.setsockopt(zmq.RCVTIMEO, 60000)
            s.bind(sys.argv[1])
            files = {}
            while len(files) < 2:
                frames = s.recv_multipart()
                parts = frames[frames.index(b'') + 1:]
                body = json.loads(parts[1])
                if parts[0].decode() != 'pub.infofile' or body['req'] != 'pub.infofile': continue
                body['blob_hash'], body['mode']
                try:
                    name, mtime, comp, data = body['filename'], body['mtime'], body['comp'], body['data']
                except KeyError:
                    continue
                files[name.split('/')[-1]] = (len(parts[3]), comp, data)
            print(sorted(files.items()))
            """,
            $"tcp://127.0.0.1:{port}");

        Assert.Equal("[('long', (100000, 'none', '')), ('short', (6, 'none', ''))]", received);
        await source.Process.WaitForLineAsync("the receiver has never answered");
    }
}
