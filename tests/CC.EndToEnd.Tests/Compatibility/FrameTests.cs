using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>Messages frame by frame, and where CC 0.8.7 has said what comes, octet by octet.</summary>
public sealed class FrameTests : HostTest
{
    [Fact]
    public async Task A_client_sends_and_gets_the_frames_of_the_original()
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        await Python.RunAsync(
            """
            from cc import *
            import re, socket as net, sys, time
            s = dealer(sys.argv[1])
            s.send_multipart([b'', b'echo.request', b'{"req":"echo.request","target":"T","time":1.5,"hostname":"h"}', b''])
            frames = s.recv_multipart()
            assert len(frames) == 4 and frames[:2] == [b'', b'echo.response'] and frames[3] == b'', frames
            sent = re.search(rb'"time":([0-9.]+)', frames[2]).group(1)
            assert frames[2] == (b'{"orig_hostname":"h","orig_target":"T","orig_time":1.5,"req":"echo.response","time":%s,"hostname":"%s","blob_hash":""}'
                % (sent, net.gethostname().encode())), frames
            assert repr(float(sent)).encode() == sent and abs(float(sent) - time.time()) < 3600, sent
            assert set(json.loads(frames[2])) == {'hostname', 'req', 'orig_time', 'orig_target', 'blob_hash', 'time', 'orig_hostname'}
            """,
            server.Endpoint);

        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_remote_sees_the_pings_and_the_proxied_frames_of_the_original()
    {
        var remote = $"tcp://127.0.0.1:{FreePort.Find()}";
        await using var server = await ServerProcess.StartAsync(Ini(routes: "fwd = h:p", sections: $"[h:p]\nhandler = proxy\nremote-cc = {remote}\nping = yes"));

        await Python.RunAsync(
            """
            from cc import *
            import re, socket as net, sys
            node, remote = sys.argv[1:]
            s, r = dealer(node), router(remote)

            # The ping: no route frame, and the URL of the remote as its target.
            frames = r.recv_multipart()
            link = frames[0]
            assert len(link) == 5 and link[0] == 0 and len(frames) == 5, frames
            sent = re.search(rb'"time":([0-9.]+)', frames[3]).group(1)
            body = b'{"target":"%s","req":"echo.request","time":%s,"hostname":"%s","blob_hash":""}' % (remote.encode(), sent, net.gethostname().encode())
            assert frames[1:] == [b'', b'echo.request', body, b''], frames

            # The proxied message: all frames as they were sent, behind the addresses of the hops.
            given = [b'fwd.x', b'{"req": "fwd.x"}', b'SIG', b'BLOB', b'EXTRA']
            s.send_multipart([b'R', b''] + given)
            while (frames := r.recv_multipart())[2] == b'echo.request': pass
            assert len(frames) == 9 and frames[0] == link and frames[1] != b'' and frames[2:] == [b'R', b''] + given, frames

            # The reply comes back by the same frames, as it is.
            back = [b'any.thing', b'not read', b'SIG2', b'BLOB2', b'EXTRA2', b'EXTRA3']
            r.send_multipart(frames[:4] + back)
            assert s.recv_multipart() == [b'R', b''] + back
            """,
            server.Endpoint,
            remote);

        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Two_to_six_frames_route_ids_and_types_are_what_the_original_takes_and_refuses()
    {
        await using var server = await ServerProcess.StartAsync(Ini(routes: "A-1 = h:echo\nc = h:dispose", sections: "[h:dispose]\nhandler = disposer"));

        await Python.RunAsync(
            """
            from cc import *
            import sys
            s = dealer(sys.argv[1])
            request = text('echo.request', target='T')

            def answered(route, *parts):
                s.send_multipart([*route, b'', b'echo.request', *parts])
                frames = s.recv_multipart()
                assert frames[:len(route) + 2] == [*route, b'', b'echo.response'] and frames[len(route) + 3:] == [b''], frames

            # Without a signature, with one, with a blob, and with what nobody knows behind it.
            for parts in ([request], [request, b''], [request, b'ignored'], [request, b'', b'blob'], [request, b'', b''], [request, b'', b'', b'more', b'', b'and more']):
                answered([], *parts)

            # The first empty frame is the delimiter; route frames are any octets, and any number.
            answered([b'Q1'], request)
            answered([b'Q1', b'Q2'], request)
            answered([b'\x00\x80\xff' + bytes(250)], request)
            answered([b'%d' % n for n in range(10)], request, b'')

            # No delimiter, no type, no body. Nobody answers.
            s.send_multipart([b'echo.request', request, b'sig'])
            s.send_multipart([b'R', b''])
            s.send_multipart([b'', b'echo.request'])
            for bad in (b'', b'.', b'a.', b'.a', b'a..b', b'a b', b'a/b', b'\xc3\xa4', b'echo.request\n', b'a\x00'):
                s.send_multipart([b'', bad, request, b''])
            for good in (b'c', b'c.d', b'c.1-2_3.X', b'c.' + b'x' * 200):
                s.send_multipart([b'', good, text(good.decode()), b''])
            assert ping(s)[0] == []
            """,
            server.Endpoint);

        await StopInOrderAsync(server);
        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.All(
            ["count: 28,", "count.invalid: 13,", "count.invalid.no-delimiter: 1,", "count.invalid.no-type: 1,", "count.invalid.no-body: 1,", "count.invalid.bad-type: 10,", "disposed_count: 4,", "count.ok: 15,"],
            counter => Assert.Contains(counter, statistics));
    }
}
