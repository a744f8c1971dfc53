using System.Diagnostics;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Security;

/// <summary>A client that has nothing of ours: libzmq, and openssl for the signatures, as the original's.</summary>
public sealed class OpenSslClientTests : SecurityTest
{
    private const string Python = "/usr/bin/python3";
    private const string OpenSsl = "/usr/bin/openssl";

    [Theory]
    [InlineData("cms-verify-ca = ca", "signed")]
    [InlineData("cms-verify-ca = ca\ncms-decrypt = server\ncms-encrypt = user1", "encrypted")]
    public async Task Is_understood_and_understands(string options, string mode)
    {
        Assert.SkipUnless(File.Exists(OpenSsl), $"{OpenSsl} is missing");
        Assert.SkipUnless(File.Exists(Python), $"{Python} is missing");
        Assert.SkipUnless((await RunPythonAsync("-c", "import zmq")).Code == 0, $"{Python} can't import zmq (Debian: python3-zmq)");
        await using var server = await ServerProcess.StartAsync(Ini(main: Main(options)));
        var script = Folder.File("client.py", """
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
            """);

        var (code, output, error) = await RunPythonAsync(script, server.Endpoint, Keystore, mode);

        Assert.True(code == 0, $"{error}\n{string.Join('\n', server.Output)}");
        Assert.Equal("T", output.Trim());
        await StopInOrderAsync(server);
    }

    private static async Task<(int Code, string Output, string Error)> RunPythonAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
