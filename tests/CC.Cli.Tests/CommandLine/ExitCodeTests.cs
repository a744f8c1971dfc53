using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.CommandLine;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(ControlErrors.NoRoute, ExitCode.NoRoute)]
    [InlineData(ControlErrors.NotPermitted, ExitCode.Refused)]
    [InlineData(ControlErrors.BadRequest, ExitCode.Refused)]
    [InlineData(ControlErrors.Unknown, ExitCode.Refused)]
    [InlineData(ControlErrors.Refused, ExitCode.Refused)]
    [InlineData(ControlErrors.Busy, ExitCode.Refused)]
    [InlineData(ControlErrors.Stopping, ExitCode.Refused)]
    [InlineData("a-plugin's-own", ExitCode.Refused)]
    internal async Task An_error_of_the_node_decides_by_its_code(string code, ExitCode expected)
    {
        await using var node = await FakeNode.SayingNoAsync(code, "it is so");

        var ran = await Ctl.RunAsync("request", "some.type", "-e", node.Endpoint);

        Assert.Equal((expected, "", $"ccctl: it is so ({code})\n"), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task With_json_the_error_of_the_node_is_printed_as_it_is()
    {
        const string Error = """{"req":"error","msg":"it is so","code":"refused","orig_req":"cc.ping","time":1,"hostname":"h","blob_hash":"","more":1}""";
        await using var node = await FakeNode.StartAsync(_ => [("error", Error)]);

        var ran = await Ctl.RunAsync("ping", "--json", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Refused, Error + "\n"), (ran.Code, ran.Output));
    }

    [Fact]
    public async Task Nobody_there_is_no_answer_and_not_waited_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();

        var ran = await Ctl.RunAsync("ping", "--json", "--timeout", "86400", "-e", endpoint);

        Assert.Equal(ExitCode.NoAnswer, ran.Code);
        Assert.Contains(endpoint, ran.Error);
        Assert.Contains("start the node, or name another with --endpoint", ran.Error);
        Assert.Equal("no-answer", JsonDocument.Parse(ran.Output).RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("request a.b")]
    [InlineData("publish a.b")]
    public async Task Silence_is_no_answer(string line)
    {
        await using var node = await FakeNode.StartAsync(_ => []);

        var ran = await Ctl.RunAsync([.. line.Split(' '), "--timeout", "0.2", "-e", node.Endpoint]);

        Assert.Equal((ExitCode.NoAnswer, ""), (ran.Code, ran.Output));
        Assert.Contains("within 0.2 s", ran.Error);
    }

    [Fact]
    public async Task A_node_that_ends_instead_of_answering_is_no_answer()
    {
        FakeNode? node = null;
        Task? ending = null;
        node = await FakeNode.StartAsync(_ =>
        {
            ending = Task.Run(async () => await node!.DisposeAsync());
            return [];
        });

        var ran = await Ctl.RunAsync("ping", "--timeout", "86400", "-e", node.Endpoint);

        Assert.Equal(ExitCode.NoAnswer, ran.Code);
        await ending!;
    }

    [Fact]
    public async Task An_answer_of_another_shape_is_a_failure()
    {
        await using var node = await FakeNode.StartAsync(_ => [("reply", """{"req":"reply","surprise":1}""")]);

        var ran = await Ctl.RunAsync("info", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("see if node and ccctl are of one version", ran.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("plugins")]
    [InlineData("plugins load")]
    [InlineData("ping --timeout 0")]
    [InlineData("ping --timeout soon")]
    [InlineData("events --count 0")]
    [InlineData("completion fish")]
    [InlineData("ping -e here")]
    [InlineData("ping -e tcp://127.0.0.1:*")]
    [InlineData("ping -e tcp://127.0.0.1:1 -c node.ini")]
    [InlineData("ping -c /there/is/no/such.ini")]
    [InlineData("publish bad..type")]
    [InlineData("publish a.b {bad")]
    [InlineData("publish a.b [1]")]
    [InlineData("publish a.b {\"req\":\"other\"}")]
    [InlineData("publish a.b --blob /there/is/no/such")]
    [InlineData("plugins sign")]
    [InlineData("plugins sign a.dll --key /no/key.pem --cert /no/cert.pem")]
    public async Task What_makes_no_sense_is_usage(string line)
    {
        var ran = await Ctl.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((ExitCode.Usage, ""), (ran.Code, ran.Output));
        Assert.StartsWith("ccctl: ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plugins info _")]
    [InlineData("plugins load _")]
    [InlineData("plugins unload _")]
    [InlineData("plugins reload _")]
    [InlineData("plugins release _")]
    [InlineData("plugins verify _")]
    [InlineData("plugins sign _ --key k --cert c")]
    [InlineData("plugins sign f --key _ --cert c")]
    [InlineData("plugins sign f --key k --cert _")]
    [InlineData("publish _")]
    [InlineData("request _")]
    [InlineData("publish a.b --blob _")]
    [InlineData("ping -e _")]
    [InlineData("ping -c _")]
    public async Task An_empty_name_is_usage(string line)
    {
        await using var node = await FakeNode.WithAsync(Samples.Ping, ControlJson.Default.PingReply);
        string[] empty = ["", "  "];

        foreach (var name in empty)
        {
            var ran = await Ctl.RunAsync(null, false, variable => variable == "CC_ENDPOINT" ? node.Endpoint : null, [.. line.Split(' ').Select(word => word == "_" ? name : word)]);

            Assert.Equal((ExitCode.Usage, ""), (ran.Code, ran.Output));
            Assert.Contains("is empty", ran.Error);
        }

        Assert.Empty(node.Received);
    }

    [Theory]
    [InlineData("x..y")]
    [InlineData(".x")]
    [InlineData("x.")]
    [InlineData(".")]
    [InlineData(" ")]
    public async Task A_prefix_with_an_empty_label_is_usage(string prefix)
    {
        var ran = await Ctl.RunAsync("events", "--prefix", prefix);

        Assert.Equal((ExitCode.Usage, ""), (ran.Code, ran.Output));
        Assert.StartsWith($"ccctl: --prefix {prefix}: has an empty label", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ping --json -t nan", "--timeout nan")]
    [InlineData("--json ping -t nan", "--timeout nan")]
    [InlineData("nonsense --json", "nonsense")]
    [InlineData("plugins load --json", "NAME|load")]
    [InlineData("ping --json -e here", "--endpoint here")]
    public async Task With_json_usage_errors_are_objects_with_a_code(string line, string named)
    {
        var ran = await Ctl.RunAsync(line.Split(' '));

        var error = JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal((ExitCode.Usage, "error", "usage"), (ran.Code, error.GetProperty("req").GetString(), error.GetProperty("code").GetString()));
        Assert.Matches(named, error.GetProperty("msg").GetString());
        Assert.StartsWith("ccctl: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_errors_name_the_help_of_the_command()
    {
        var ran = await Ctl.RunAsync("plugins", "load");

        Assert.EndsWith("ccctl plugins load --help tells what it takes.\n", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("plugins --help")]
    [InlineData("plugins sign -h")]
    public async Task Help_and_documentation_name_all_of_them(string line)
    {
        var ran = await Ctl.RunAsync(line.Split(' '));

        Assert.Equal((ExitCode.Ok, ""), (ran.Code, ran.Error));
        var documented = await File.ReadAllTextAsync(RepositoryFolder.At("docs/ccctl.md"));
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"  {(int)code}  {ExitCodes.Meaning(code)}", ran.Output));
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"\n| {(int)code} | {ExitCodes.Meaning(code)}", documented));
    }
}
