using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>The handlers that keep no files, as a program of CC 0.8.7 sees them.</summary>
public sealed class HandlerTests : HostTest
{
    private readonly string remote = $"tcp://127.0.0.1:{FreePort.Find()}";

    [Fact]
    public async Task A_remote_that_no_longer_answers_pings_is_warned_of_and_so_is_its_return()
    {
        await using var server = await ServerProcess.StartAsync(Ini(routes: "x = h:pinger", sections: $"[h:pinger]\nhandler = cc.handler.echo\nping-remotes = {remote}"));

        await Python.RunAsync(
            """
            from cc import *
            import sys, time
            r = router(sys.argv[1])
            def answer(pings):
                for _ in range(pings):
                    route, req, body, rest = receive(r)
                    assert (len(route), req, body['target'], rest) == (1, 'echo.request', sys.argv[1], [b'']), (route, body)
                    send(r, 'echo.response', route, orig_hostname=body['hostname'], orig_target=body['target'], orig_time=body['time'])
            answer(2)
            silent = time.time()
            while time.time() - silent < 6.5:
                receive(r)
            answer(2)
            """,
            remote);

        Assert.Contains(remote, await server.WaitForLineAsync("has not answered for"));
        Assert.Contains(remote, await server.WaitForLineAsync("answers again"));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Log_messages_become_the_originals_lines()
    {
        await using var server = await ServerProcess.StartAsync(Ini(routes: "log = h:log", sections: "[h:log]\nhandler = cc.handler.locallogger"));

        await Python.RunAsync(
            """
            from cc import *
            import sys
            s = dealer(sys.argv[1])
            def log(level, message, **more):
                send(s, 'log.' + level.lower(), **dict(dict(log_level=level, service_type='d:infosender', job_name='cclocal.d:infosender', hostname='web1', log_msg=message,
                    log_time=1700000000.25, log_pid=7, log_line=3, log_function='work'), **more))
            log('WARNING', 'plain text')
            log('INFO', 'na\u00efve \u2713')
            log('ERROR', 'rounded', log_time=1700000000.9996)
            send(s, 'log.info', word='without a level')
            s.send_multipart([b'', b'log.info', b'{"req": "log.info", "log_level": "INFO", "job_name": "j", "hostname": "h"}', b''])
            ping(s)
            """,
            server.Endpoint);
        Assert.Equal(0, await server.StopAsync());

        var (plain, rounded) = (LocalTime("HH:mm:ss,fff", 1_700_000_000_250), LocalTime("HH:mm:ss", 1_700_000_000_999));
        await server.WaitForLineAsync($"[cclocal.d:infosender@web1] {plain} WARNING plain text");
        await server.WaitForLineAsync($"[cclocal.d:infosender@web1] {plain} INFO naïve ✓");
        Assert.Matches($@"\[cclocal\.d:infosender@web1\] {rounded[..^2]}\d\d,\d\d\d ERROR rounded$", await server.WaitForLineAsync("ERROR rounded"));
        Assert.Contains("without a level", await server.WaitForLineAsync("non-log msg: "));
        Assert.Contains("count.invalid.bad-field: 1,", await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task A_filter_passes_by_the_originals_patterns_a_delay_keeps_the_order_and_a_disposer_counts()
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: "pub = h:filter\ndel = h:delay\ndis = h:dispose",
            sections: $"""
                [h:filter]
                handler = cc.handler.filter
                include = pub.filt.a*, pub.filt.b
                exclude = pub.filt.ab?
                forward-to = h:proxy

                [h:delay]
                handler = cc.handler.delay
                delay = 1
                forward-to = h:proxy

                [h:dispose]
                handler = cc.handler.disposer

                [h:proxy]
                handler = cc.handler.proxy
                remote-cc = {remote}
                """));

        await Python.RunAsync(
            """
            from cc import *
            import sys, time
            s, r = dealer(sys.argv[1]), router(sys.argv[2])
            begun = time.monotonic()
            for n in range(10):
                s.send_multipart([b'R', b'', b'del.x', text('del.x', n=n), b'sig', b'blob', b'more'])
            for name in ('a', 'b', 'c', 'ab', 'abc', 'abcd', 'A'):
                send(s, 'pub.filt.' + name)
            for _ in range(3):
                s.send_multipart([b'1234', b'', b'dis.x', b'not read', b'', b'1234567890'])
            ping(s)
            assert [receive(r)[1] for _ in range(4)] == ['pub.filt.a', 'pub.filt.b', 'pub.filt.ab', 'pub.filt.abcd']
            for n in range(10):
                route, req, body, rest = receive(r)
                assert (route[2:], req, body['n'], rest) == ([b'R'], 'del.x', n, [b'sig', b'blob', b'more']), (route, body, rest)
            assert time.monotonic() - begun >= 1
            """,
            server.Endpoint,
            remote);
        await StopInOrderAsync(server);

        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.Contains("count.dropped.filtered: 3,", statistics);
        Assert.Matches(@"disposed_bytes: \d+, disposed_count: 3\b", statistics);
    }

    private static string LocalTime(string format, long milliseconds) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), TimeZoneInfo.Local).ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
