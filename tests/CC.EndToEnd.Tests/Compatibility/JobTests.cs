using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>A foreign daemon, in Python, under a jobmgr.</summary>
public sealed class JobTests : HostTest
{
    /// <summary>Asks for its configuration as CC up to 0.7.6 had it, reports itself alive, and says so to the world; writes down that it was interrupted.</summary>
    private const string Daemon = """
        from cc import *
        import os, signal, sys, time
        s = dealer(sys.argv[1])
        send(s, 'job.config', job_name=os.environ['CC_JOB_NAME'])
        route, req, body, rest = receive(s)
        assert (req, body['job_name'], rest) == ('job.config', os.environ['CC_JOB_NAME'], [b'']), (req, body)
        send(s, 'job.ping', job_name=body['job_name'])
        assert receive(s)[2]['job_name'] == body['job_name']
        def interrupted(signal, frame):
            open(body['config']['note'], 'w').close()
            sys.exit(0)
        signal.signal(signal.SIGINT, interrupted)
        send(s, 'pub.alive', pid=os.getpid(), config=body['config'])
        while True: time.sleep(1)
        """;

    [Fact]
    public async Task It_is_told_its_section_started_again_by_the_watchdogs_formula_and_interrupted_at_the_end()
    {
        Python.SkipUnlessItHasZmq();
        var (socket, remote) = ($"tcp://127.0.0.1:{FreePort.Find()}", $"tcp://127.0.0.1:{FreePort.Find()}");
        var ini = Folder.File("cclocal.ini", $"""
            [ccserver]
            cc-socket = {socket}
            cc-role = local
            pidfile = {Folder}/%(job_name)s.pid

            [routes]
            job = h:jobmgr
            pub = h:forward

            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {remote}

            [h:jobmgr]
            handler = cc.handler.jobmgr
            daemons = d:foreign

            [d:foreign]
            command = {Python.Executable} {Folder.File("foreign.py", Daemon)} {socket}
            watchdog-formula-b = 1
            note = {Folder["interrupted"]}
            """);
        var script = Python.RunAsync(
            """
            from cc import *
            import os, sys, time
            r, delays, killed = router(sys.argv[1]), [], None
            for _ in range(4):
                body = receive_type(r, 'pub.alive')[1]
                assert body['config']['job_name'] == 'cclocal.d:foreign' and body['config']['service_name'] == 'd:foreign', body
                if killed: delays.append(time.monotonic() - killed)
                killed = time.monotonic()
                if len(delays) < 3: os.kill(body['pid'], 9)
            assert delays[1] >= 1 and delays[2] >= 2, delays
            """,
            remote);

        await using var server = await ServerProcess.StartAsync(Python.Surroundings, ini);
        await script;

        var ends = await server.WaitForLinesAsync("was killed by SIGKILL; it is started again in", 3);
        Assert.Equal(["0 s", "1 s", "2 s"], ends.Select(line => line[^3..]));
        await StopInOrderAsync(server);
        Assert.True(File.Exists(Folder["interrupted"]));
    }
}
