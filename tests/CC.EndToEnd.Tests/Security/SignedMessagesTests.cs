using CC.Client;
using CC.Client.Control;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Security;

public sealed class SignedMessagesTests : SecurityTest
{
    [Fact]
    public async Task Only_what_is_signed_is_answered_once_and_answers_are_signed()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: Main("cms-verify-ca = ca")));
        await using var stranger = new CcClient(server.Endpoint);
        await using var client = Client(server, "user1", verify: true);

        var unsigned = stranger.RequestAsync(Ping(stranger), ServerProcess.Patience);
        var ping = Ping(client);
        var answer = await client.RequestAsync(ping, ServerProcess.Patience);
        await client.PublishAsync(ping);

        Assert.Equal("server", client.Security!.Examine(answer).Signer?.CommonName);
        Assert.Equal("here", client.Read(answer, BodiesJson.Default.EchoResponse).OrigTarget);
        await BecomesAsync(1.0, () => CounterAsync(server, "count.invalid.replayed"));
        Assert.Equal(1, await CounterAsync(server, "count.invalid.unverified"));
        Assert.False(unsigned.IsCompleted);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Encrypted_messages_are_answered_encrypted()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: Main("cms-verify-ca = ca\ncms-decrypt = server\ncms-encrypt = user1")));
        await using var client = Client(server, "user1", verify: true, encrypt: "server", decrypt: "user1");

        var answer = await client.RequestAsync(Ping(client), ServerProcess.Patience);

        Assert.Equal("ENC1"u8.ToArray(), answer.Body.ToArray());
        Assert.Equal("here", client.Read(answer, BodiesJson.Default.EchoResponse).OrigTarget);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_is_used_without_a_restart()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: Main()));
        await using var client = Client(server, "user1", verify: true);
        Assert.Equal("server", await SignerAsync(client));

        Issue("server", "server again");

        await BecomesAsync("server again", () => SignerAsync(client));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Access_goes_by_the_signers_certificate_whatever_the_route()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: Main("cms-access-ca = ca"), sections: "[access]\necho = user1, somebody"));
        await using var user1 = Client(server, "user1");
        await using var user2 = Client(server, "user2");
        await using var stranger = new CcClient(server.Endpoint);

        Assert.Equal(EchoResponse.Type, (await user1.RequestAsync(Ping(user1), ServerProcess.Patience)).Type);
        foreach (var client in new[] { user2, stranger })
        {
            var refusal = CcClient.Open(await client.RequestAsync(Ping(client), ServerProcess.Patience), ControlJson.Default.ErrorReply);
            Assert.Equal((ControlErrors.NotPermitted, "not permitted"), (refusal.Code, refusal.Msg));
        }

        Assert.Equal(2, await CounterAsync(server, "count.dropped.not-permitted"));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task The_tool_signs_and_takes_signed_answers_refusals_included()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: Main("cms-access-ca = ca"), sections: "[access]\necho = user1"));
        string[] trusting = ["--keystore", Keystore, "--verify-ca", "ca", "-e", server.Endpoint];

        var let = await Ctl.RunAsync(0, ["request", "echo.request", """{"target":"here"}""", "--sign", "user1", .. trusting]);
        var refused = await Ctl.RunAsync(3, ["request", "echo.request", """{"target":"here"}""", "--sign", "user2", .. trusting]);
        await Ctl.RunAsync(0, ["info", .. trusting]);
        await Ctl.RunAsync(0, ["publish", "echo.request", """{"target":"here"}""", "--sign", "user1", .. trusting]);

        Assert.Contains("orig_target", let.Output);
        Assert.Contains("not permitted", refused.Error);
        Assert.Equal(1, await CounterAsync(server, "count.dropped.not-permitted"));
        Assert.Equal(0, await server.StopAsync());
    }

    [Theory]
    [InlineData("isolation = host")]
    [InlineData("isolation = process")]
    public async Task What_daemons_log_is_signed(string isolation)
    {
        var logs = Folder.Folder("logs");
        await using var server = await ServerProcess.StartAsync(Ini(
            main: Main($"cms-verify-ca = ca\npidfile = {Folder}/node.pid"),
            routes: "log = h:log\njob = h:jobmgr",
            sections: $"""
                [h:log]
                handler = locallogger
                [h:jobmgr]
                handler = jobmgr
                daemons = d:tail
                [d:tail]
                module = logtail
                logdir = {logs}
                logmask = *.log
                {isolation}
                cms-keystore = {Keystore}
                cms-sign = user1
                """));

        await File.WriteAllTextAsync(Path.Combine(logs, "a.log"), "a line\n");

        await server.WaitForLineAsync("d:tail");
        await Eventually.TrueAsync(() => server.Output.Any(line => line.Contains("following a.log", StringComparison.Ordinal) || line.Contains("watching", StringComparison.Ordinal)), () => string.Join('\n', server.Output));
        Assert.Equal(0, await CounterAsync(server, "count.invalid.unverified"));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Keys_that_are_missing_are_told_by_check()
    {
        File.Delete(Folder["keys/private/server.key"]);

        var output = await RunAsync(2, "--check", Ini(main: Main("cms-encrypt = user1\ncms-verify-ca = nobody")));

        Assert.Contains("cms-sign = server: can't be used: the private key", output);
        Assert.Contains("cms-verify-ca = nobody: can't be used: the certificate", output);
    }

    private static async Task<string> SignerAsync(CcClient client) =>
        client.Security!.Examine(await client.RequestAsync(Ping(client), ServerProcess.Patience)).Signer!.CommonName;
}
