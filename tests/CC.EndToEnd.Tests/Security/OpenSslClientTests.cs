using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Security;

/// <summary>A client that has nothing of ours: libzmq, and openssl for the signatures, as the original's.</summary>
public sealed class OpenSslClientTests : SecurityTest
{
    private const string OpenSsl = "/usr/bin/openssl";

    [Theory]
    [InlineData("cms-verify-ca = ca", "signed")]
    [InlineData("cms-verify-ca = ca\ncms-decrypt = server\ncms-encrypt = user1", "encrypted")]
    public async Task Is_understood_and_understands(string options, string mode)
    {
        Assert.SkipUnless(File.Exists(OpenSsl), $"{OpenSsl} is missing");
        await using var server = await ServerProcess.StartAsync(Ini(main: Main(options)));

        var output = await Python.RunAsync("""
            import json, subprocess, sys, time, zmq
            endpoint, keys, mode = sys.argv[1:]
            def openssl(args, data):
                return subprocess.run(['openssl', 'cms'] + args, input = data, stdout = subprocess.PIPE, check = True).stdout
            user, key = keys + '/user1.crt', keys + '/private/user1.key'
            body = json.dumps({'req': 'echo.request', 'target': 'T', 'time': time.time(), 'hostname': 'h', 'blob_hash': ''}).encode()
            sign = ['-sign', '-binary', '-outform', 'DER', '-md', 'sha1', '-signer', user, '-inkey', key]
            if mode == 'signed':
                parts = [body, openssl(sign, body)]
            else:
                parts = [b'ENC1', openssl(['-encrypt', '-binary', '-outform', 'DER', '-aes128', keys + '/server.crt'], openssl(sign + ['-nodetach'], body))]
            s = zmq.Context().socket(zmq.DEALER)
            s.setsockopt(zmq.RCVTIMEO, 60000)
            s.connect(endpoint)
            s.send_multipart([b'', b'echo.request'] + parts)
            frames = s.recv_multipart()
            verify = ['-verify', '-inform', 'DER', '-binary', '-CAfile', keys + '/ca.crt']
            if mode == 'signed':
                open(keys + '/content', 'wb').write(frames[2])
                reply = openssl(verify + ['-content', keys + '/content'], frames[3])
            else:
                assert frames[2] == b'ENC1'
                reply = openssl(verify, openssl(['-decrypt', '-inform', 'DER', '-recip', user, '-inkey', key, '-binary'], frames[3]))
            print(json.loads(reply)['orig_target'])
            """, server.Endpoint, Keystore, mode);

        Assert.Equal("T", output);
        await StopInOrderAsync(server);
    }
}
