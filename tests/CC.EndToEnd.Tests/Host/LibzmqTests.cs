using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

/// <summary>Programs that speak ZeroMQ by libzmq, as all clients of CC 0.8.7 do.</summary>
public sealed class LibzmqTests : HostTest
{
    [Theory]
    [InlineData("DEALER")]
    [InlineData("REQ")]
    public async Task A_real_libzmq_peer_is_answered(string type)
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        var answer = await Python.RunAsync($$"""
            import json, sys, zmq
            s = zmq.Context().socket(zmq.{{type}})
            s.setsockopt(zmq.RCVTIMEO, 60000)
            s.connect(sys.argv[1])
            body = json.dumps({'req': 'echo.request', 'target': 'T', 'time': 1.5, 'hostname': 'h'}).encode()
            s.send_multipart(([b'Q1', b'Q2', b''] if '{{type}}' == 'DEALER' else []) + [b'echo.request', body, b''])
            frames = s.recv_multipart()
            reply = json.loads(frames[-2])
            print(frames[:-2], sorted(reply), reply['orig_time'], reply['orig_target'], reply['orig_hostname'], frames[-1])
            """, server.Endpoint);

        var route = type == "DEALER" ? "b'Q1', b'Q2', b'', " : "";
        Assert.Equal($"[{route}b'echo.response'] ['blob_hash', 'hostname', 'orig_hostname', 'orig_target', 'orig_time', 'req', 'time'] 1.5 T h b''", answer);
        await StopInOrderAsync(server);
    }
}
