using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>The frames of CC 0.8.7's protocol of tasks, as a router that is a libzmq peer sees them: one that answers nothing, and knows nothing of what is new.</summary>
public sealed class TaskFramesTests : TaskTest
{
    [Fact]
    public async Task A_router_of_CC_0_8_7_finds_what_it_expects()
    {
        var endpoint = $"tcp://127.0.0.1:{FreePort.Find()}";

        var script = Python.RunAsync("""
            import base64, json, sys, zmq
            s = zmq.Context().socket(zmq.ROUTER)
            s.setsockopt(zmq.RCVTIMEO, 60000)
            s.bind(sys.argv[1])
            def take():
                while True:
                    frames = s.recv_multipart()
                    end = frames.index(b'')
                    kind, body = frames[end + 1].decode(), json.loads(frames[end + 2])
                    assert body['req'] == kind and body['hostname'] and body['time'] > 1e9 and body['blob_hash'] == '', body
                    assert len(frames) == end + 4 and frames[end + 3] == b'', frames
                    again = (kind, body.get('status'))
                    if (kind == 'task.register' and routes) or (again in ended):
                        continue
                    if body.get('status') in ('finished', 'failed'):
                        ended.append(again)
                    return frames[:end], kind, body
            routes, ended = [], []
            route, kind, body = take()
            routes.append(route)
            print(kind, body['host'])
            def send(uid, **fields):
                body = dict(fields, req = 'task.send.' + uid, time = 1.5, hostname = 'h', blob_hash = '', task_host = 'here')
                s.send_multipart(route + [b'', body['req'].encode(), json.dumps(body).encode(), b''])
            def show():
                _, kind, body = take()
                print(kind, body['task_id'], body['status'], body.get('handler'), json.dumps(body['feedback'], sort_keys = True))
                return body
            send('u1', task_id = 'u1', task_handler = 'cc.task.exec', cmd = 'say')
            for _ in range(4): show()
            send('u2', task_id = 'u2', task_handler = 'cc.task.nonexist')
            print(base64.b64decode(take()[2]['feedback']['out']).decode().split(';')[0])
            send('u3', task_id = 'not good', task_handler = 'cc.task.exec', cmd = 'say')
            print(take()[2]['status'])
            """, endpoint);
        await using var server = await ServerProcess.StartAsync(TaskIni(endpoint, "[cc.task.exec]\nallow = say: /bin/echo x", "reg-period = 300"));
        var output = await script;

        Assert.Equal("""
            task.register here
            task.reply.u1 u1 starting cc.task.exec {}
            task.reply.u1 u1 launched cc.task.exec {"out": "", "rc": 0}
            task.reply.u1 u1 feedback cc.task.exec {"out": "eAo=", "stream": "stdout"}
            task.reply.u1 u1 finished cc.task.exec {"left_out": 0, "octets": 2, "rc": 0}
            there is no task cc.task.nonexist on here
            failed
            """, output);
        Assert.Equal(0, await server.StopAsync());
    }
}
