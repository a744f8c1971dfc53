using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>A client and a runner that do as those of CC 0.8.7 do, by libzmq, with a node and its proxy between runner and router.</summary>
public sealed class OriginalTests : RouterTest
{
    [Fact]
    public async Task Client_and_runner_of_CC_0_8_7_find_each_other_and_miss_nothing()
    {
        await using var local = new TestNode(Folder, "local", "local", $"""
            [routes]
            task = h:proxy

            [h:proxy]
            handler = proxy
            remote-cc = {Router.Endpoint}
            """);
        await local.StartAsync();

        var said = await Python.RunAsync("""
            import hashlib, base64, json, sys, zmq
            context = zmq.Context()
            def dealer(url):
                s = context.socket(zmq.DEALER)
                s.setsockopt(zmq.RCVTIMEO, 60000)
                s.setsockopt(zmq.LINGER, 500)
                s.connect(url)
                return s
            runner, task, client = dealer(sys.argv[1]), dealer(sys.argv[1]), dealer(sys.argv[2])

            def send(s, route, req, **fields):
                body = dict(fields, req=req, time=1.5, hostname='x', blob_hash='')
                s.send_multipart(route + [b'', req.encode(), json.dumps(body).encode(), b''])

            def receive(s, route):
                frames = s.recv_multipart()
                assert frames[:len(route) + 1] == route + [b''] and len(frames) >= len(route) + 3, frames
                req, body = frames[len(route) + 1].decode(), json.loads(frames[len(route) + 2])
                assert body['req'] == req and {'time', 'hostname', 'blob_hash'} <= set(body), body
                return req, body

            # An unknown host is an error; nobody has registered yet.
            send(client, [b'Q000001'], 'task.send.t0', task_host='testhost', task_handler='cc.task.sample', task_id='t0')
            req, body = receive(client, [b'Q000001'])
            assert req == 'error' and body['msg'] == 'cannot route to testhost', (req, body)

            # Registration is not answered. That it has arrived, a task shows.
            send(runner, [], 'task.register', host='testhost')
            for n in range(2, 100000):
                q = [b'Q%06d' % n]
                send(client, q, 'task.send.t1', task_host='testhost', task_handler='cc.task.sample', task_id='t1', cmd='test')
                req, body = receive(client, q)
                if req != 'error': break
            assert req == 'task.reply.t1' and body['status'] == 'forwarded' and body['task_id'] == 't1' and body['handler'] == 'cc.task.sample', (req, body)

            # The task comes as it was sent.
            req, body = receive(runner, [])
            assert body == dict(req='task.send.t1', task_host='testhost', task_handler='cc.task.sample', task_id='t1', cmd='test', time=1.5, hostname='x', blob_hash=''), body

            # Runner and task tell how it goes over connections of their own.
            out = base64.encodebytes(b'x' * 200).decode()
            send(runner, [], 'task.reply.t1', task_id='t1', handler='cc.task.sample', status='starting', feedback={})
            send(runner, [], 'task.reply.t1', task_id='t1', handler='cc.task.sample', status='launched', feedback=dict(rc=0, out=out))
            seen = [receive(client, q)[1] for _ in range(2)]
            send(task, [], 'task.reply.t1', task_id='t1', handler='cc.task.sample', status='feedback', feedback=dict(i=0))
            send(task, [], 'task.reply.t1', task_id='t1', handler='cc.task.sample', status='finished')
            seen += [receive(client, q)[1] for _ in range(2)]
            assert [b['status'] for b in seen] == ['starting', 'launched', 'feedback', 'finished'], seen
            assert seen[1]['feedback'] == dict(rc=0, out=out) and seen[2]['feedback'] == dict(i=0), seen

            # A missing third label, another id than the type's, and what is no JSON, are answered, too.
            for req, body in (('task.send', dict(task_id='t2')), ('task.send.t2', dict(task_id='t3'))):
                send(client, q, req, task_host='testhost', task_handler='cc.task.sample', **body)
                assert receive(client, q)[0] == 'error'
            client.send_multipart(q + [b'', b'task.send.t2', b'no JSON', b''])
            assert receive(client, q)[0] == 'error'

            # What nobody waits for, and what is for nobody, does no harm.
            send(task, [], 'task.reply.nobody', task_id='nobody', status='finished')
            send(task, [], 'task.reply', task_id='nobody', status='finished')
            send(client, q, 'task.whatever.t2')

            # A blob, a signature, and further frames come along; the runner can't be asked, and the router answers for it.
            client.send_multipart(q + [b'', b'task.send.t4', json.dumps(dict(req='task.send.t4', task_host='testhost', task_handler='h', task_id='t4', blob_hash='SHA-1:' + hashlib.sha1(b'blob').hexdigest())).encode(), b'sig', b'blob', b'more'])
            assert receive(client, q)[1]['status'] == 'forwarded'
            assert runner.recv_multipart()[3:] == [b'sig', b'blob', b'more']
            send(runner, [], 'task.reply.t4', task_id='t4', status='launched')
            assert receive(client, q)[1]['status'] == 'launched'
            send(client, [b'W'], 'task.status.t4', task_host='testhost', task_id='t4')
            req, body = receive(client, [b'W'])
            assert (req, body['status'], body['repeat']) == ('task.reply.t4', 'launched', 1), (req, body)
            print('all is well')
            """, local.Endpoint, Router.Endpoint);

        Assert.Equal("all is well", said);
        await Router.CountsAsync("count.dropped.no-client", 1);
        Assert.Empty(local.Errors);
    }
}
