using CC.Client;
using CC.Client.Tasks;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>Our task clients, and a router and runner of CC 0.8.7 in one, as the script is.</summary>
public sealed class TaskToolTests
{
    private readonly string router = $"tcp://127.0.0.1:{FreePort.Find()}";

    [Fact]
    public async Task The_tool_tells_success_failure_refusal_and_no_route_apart()
    {
        var script = Python.RunAsync(
            """
            from cc import *
            import base64, sys
            r = router(sys.argv[1])
            def take():
                route, req, body, rest = receive(r)
                assert len(route) == 2 and req == 'task.send.' + body['task_id'] and rest[0] == b'', (route, req, rest)
                return route, body
            def tell(route, body, *replies):
                for status, feedback in replies:
                    send(r, 'task.reply.' + body['task_id'], route, task_id=body['task_id'], handler=body['task_handler'], status=status, feedback=feedback)

            route, body = take()
            assert (body['task_host'], body['task_handler'], body['cmd']) == ('testhost', 'cc.task.sample', 'test'), body
            out = base64.encodebytes(b'what it has said\n').decode()
            tell(route, body, ('forwarded', {}), ('starting', {}), ('launched', dict(rc=0, out='')), ('feedback', dict(i=0)), ('finished', dict(rc=0, out=out)))

            route, body = take()
            tell(route, body, ('forwarded', {}), ('starting', {}), ('launched', dict(rc=0, out='')), ('failed', dict(rc=1, out=out)))

            route, body = take()
            tell(route, body, ('forwarded', {}), ('failed', dict(rc=-1, out=base64.encodebytes(b'no such handler\n').decode())))

            route, body = take()
            send(r, 'error', route, msg='cannot route to ' + body['task_host'])
            """,
            router);

        var finished = await Ctl.RunAsync(0, "task", "send", "testhost", "cc.task.sample", "cmd=test", "-e", router);
        await Ctl.RunAsync(6, "task", "send", "testhost", "cc.task.sample", "cmd=crash-run", "-e", router);
        var refused = await Ctl.RunAsync(3, "task", "send", "testhost", "cc.task.nonexist", "-e", router);
        var unrouted = await Ctl.RunAsync(4, "task", "send", "nowhere", "cc.task.sample", "-e", router);
        await script;

        Assert.Contains("what it has said", finished.Output);
        Assert.Contains("no such handler", refused.Output);
        Assert.Contains("cannot route to nowhere", unrouted.Error);
    }

    [Fact]
    public async Task A_client_that_hears_nothing_sends_the_same_four_times_and_gives_up()
    {
        var script = Python.RunAsync(
            """
            from cc import *
            import sys
            r, sent = router(sys.argv[1]), []
            for _ in range(4):
                route, req, body, rest = receive(r)
                assert (req, body['task_id']) == ('task.send.t1', 't1'), (req, body)
                sent.append(body['time']) # The first may have taken its time to be made.
            assert all(later - earlier > 0.3 for earlier, later in zip(sent[1:], sent[2:])), sent
            assert not r.poll(1500)
            """,
            router);
        await using var client = new CcClient(router);
        var tasks = new TaskClient(client, new TaskPatience { FirstReply = TimeSpan.FromSeconds(0.6) });

        var last = await tasks.SendAsync(
            new() { Req = "task.send.t1", TaskHost = "testhost", TaskHandler = "cc.task.sample", TaskId = "t1" }, TestContext.Current.CancellationToken).LastAsync(TestContext.Current.CancellationToken);
        await script;

        Assert.Equal(TaskOutcome.NoAnswer, last.Outcome);
    }
}
