using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>Nodes in a row, with a client of CC 0.8.7 at one end and a node of it at the other.</summary>
public sealed class ChainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_of_three_nodes_adds_an_address_and_replies_come_back_by_them_in_order()
    {
        var end = $"tcp://127.0.0.1:{FreePort.Find()}";
        // No answer is to be dropped because the client reads them late.
        await using var third = Proxy("third", end, hwm: 5000);
        await using var second = Proxy("second", third.Endpoint, hwm: 5000);
        await using var first = Proxy("first", second.Endpoint, hwm: 5000);
        foreach (var node in new[] { third, second, first })
        {
            await node.StartAsync();
        }

        await Python.RunAsync(
            """
            from cc import *
            import sys
            one, other, r = dealer(sys.argv[1]), dealer(sys.argv[1]), router(sys.argv[2])
            send(one, 'req.first') # Once it is there, all links are.
            receive(r)
            for n in range(1000):
                for s in (one, other):
                    send(s, 'req.x', route=[b'Q%06d' % n], n=n)
            expected = {}
            for _ in range(2000):
                route, req, body, rest = receive(r)
                assert len(route) == 5 and all(route) and route[4] == b'Q%06d' % body['n'] and rest == [b''], route
                assert body['n'] == expected.get(route[3], 0), (body, expected)
                expected[route[3]] = body['n'] + 1
                for part in range(2):
                    r.send_multipart(route + [b'', b'reply.req.x', text('reply.req.x', n=body['n'], part=part), b''])
            assert list(expected.values()) == [1000, 1000], expected
            for s in (one, other):
                for n in range(1000):
                    for part in range(2):
                        route, req, body, rest = receive(s)
                        assert (route, req, body['n'], body['part'], rest) == ([b'Q%06d' % n], 'reply.req.x', n, part, [b'']), (n, part, route, body)
            """,
            first.Endpoint,
            end);

        Assert.Empty(first.Errors.Concat(second.Errors).Concat(third.Errors));
    }

    [Fact]
    public async Task Of_what_is_sent_to_a_dead_remote_twice_the_hwm_is_kept_and_the_rest_counted()
    {
        var end = $"tcp://127.0.0.1:{FreePort.Find()}";
        await using var node = Proxy("node", end);
        await node.StartAsync();

        const string Flood = """
            from cc import *
            import sys
            s = dealer(sys.argv[1])
            for n in range(1000):
                send(s, 'req.x', n=n)
            ping(s)
            """;
        await Python.RunAsync(Flood, node.Endpoint);
        await node.CountsAsync("count.dropped", 800);

        Assert.Equal((800, 800), (node.Counter("count.dropped"), node.Counter("count.dropped.link-down")));
        await Python.RunAsync(
            """
            from cc import *
            import sys
            r = router(sys.argv[1])
            assert [receive(r)[2]['n'] for _ in range(200)] == list(range(200))
            """,
            end);
    }

    private TestNode Proxy(string name, string remote, int hwm = 100) => new(folder, name, "remote", $"""
        zmq_hwm = {hwm}

        [routes]
        req = h:forward
        echo = h:echo

        [h:echo]
        handler = cc.handler.echo

        [h:forward]
        handler = cc.handler.proxy
        remote-cc = {remote}
        """);
}
