using CC.Sdk.Testing;

namespace CC.Interop.Tests.Postgres;

/// <summary>A node with a database handler, and a client of CC 0.8.7.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FrameTests : IDisposable
{
    private readonly PostgresServer postgres;
    private readonly TemporaryFolder folder = new();

    public FrameTests(PostgresServer postgres)
    {
        PostgresServer.SkipUnlessInstalled();
        Python.SkipUnlessItHasZmq();
        this.postgres = postgres;
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_way_of_asking_and_returning_is_the_originals_and_errors_are_answered()
    {
        await using var server = await ServerProcess.StartAsync(folder.File("db.ini", $"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:*
            cc-role = remote

            [routes]
            db = h:db
            echo = h:echo

            [h:echo]
            handler = cc.handler.echo

            [h:db]
            handler = cc.handler.database
            db = {postgres.ConnectString}
            allowed-functions = add, say, series, note, apiwrapper, divide, sum_up
            worker-threads = 1
            """));

        await Python.RunAsync(
            """
            from cc import *
            import sys
            s = dealer(sys.argv[1])
            def call(function, params, return_=None, **more):
                more.update({} if return_ is None else {'return': return_})
                send(s, 'db.test', [b'Q1'], function=function, params=params, **more)
            def answer():
                route, req, body, rest = receive(s)
                assert route == [b'Q1'] and rest == [b''] and {'time', 'hostname', 'blob_hash'} <= set(body), (route, body, rest)
                return req, body

            # The parameters: JSON text of a list or an object, as the original needs it; or these themselves.
            for params in ('[1, 2]', '{"a": 1, "b": 2}', dict(a=1, b=2), [1, 2]):
                call('add', params, 'one', ident='x7')
                req, body = answer()
                assert (req, body['data'], body['rowcount'], body['ident']) == ('reply.db.test', [3], 1, 'x7'), body
            call('sum_up', [[1, 2, 3]], 'one')
            assert answer()[1]['data'] == [6]

            # return: all rows, the first, nothing, and a message that the function has made.
            call('series', '[3]', 'all')
            req, body = answer()
            assert (req, body['data'], body['rowcount']) == ('reply.db.test', [[1], [2], [3]], 3) and body['statusmessage'] and 'ident' not in body, body
            call('series', '[3]', 'one')
            assert answer()[1]['data'] == [1]
            for nothing in (None, '', 'no'):
                call('note', '["python"]', nothing)
            call('apiwrapper', json.dumps([json.dumps(dict(req='hello.db'))]), 'json')
            req, body = answer()
            assert (req, body['msg']) == ('hello.db', 'Hello from DB'), body

            # Names are exact, and nothing but names; what fails is told.
            for function, params, code in (('ADD', '[1, 2]', 'not-allowed'), ('add(1,2);--', '[]', 'not-allowed'), ('pg_sleep', '[1]', 'not-allowed'), ('divide', '[1, 0]', 'failed'),
                    ('add', '["x", 2]', 'failed'), ('add', '{"a b": 1}', 'bad-request'), ('add', 'no JSON', 'bad-request')):
                call(function, params)
                req, body = answer()
                assert (req, body['code'], body['orig_req']) == ('error', code, 'db.test') and body['msg'], body
            send(s, 'echo.request', target='T')
            assert receive(s)[1] == 'echo.response'
            """,
            server.Endpoint);

        Assert.Equal(3L, await postgres.ExecuteAsync("select count(*) from noted where word = 'python'"));
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
    }
}
