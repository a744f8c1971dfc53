using CC.Cli.Nodes;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Nodes;

public sealed class NodeEndpointTests
{
    [Theory]
    [InlineData(null, null, "tcp://127.0.0.1:22632")]
    [InlineData(null, "", "tcp://127.0.0.1:22632")]
    [InlineData(null, "tcp://10.0.0.1:1", "tcp://10.0.0.1:1")]
    [InlineData("ipc:///run/cc.sock", "tcp://10.0.0.1:1", "ipc:///run/cc.sock")]
    public void The_command_line_counts_before_the_environment(string? option, string? variable, string expected) =>
        Assert.Equal(expected, NodeEndpoint.Choose(option, null, name => name == NodeEndpoint.Variable ? variable : null));

    [Theory]
    [InlineData("cc-socket = tcp://*:1234", "tcp://127.0.0.1:1234")]
    [InlineData("cc-socket = tcp://0.0.0.0:1234, ipc:///x", "tcp://127.0.0.1:1234")]
    [InlineData("cc-socket = tcp://[::]:1234", "tcp://[::1]:1234")]
    [InlineData("cc-socket = ipc:///run/%(job_name)s.sock", "ipc:///run/node.sock")]
    [InlineData("job_name = other\ncc-socket = ipc:///run/%(job_name)s.sock", "ipc:///run/other.sock")]
    [InlineData("cc-socket = tcp://db7:22632", "tcp://db7:22632")]
    public void A_configuration_says_where_its_node_listens(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("node.ini", $"[ccserver]\n{line}\n[routes]\n");

        Assert.Equal(expected, NodeEndpoint.Choose(null, path, _ => "tcp://elsewhere:1"));
    }

    [Theory]
    [InlineData("[ccserver]\ncc-socket = tcp://127.0.0.1:*", "says not where the node listens")]
    [InlineData("[ccserver]\ncc-socket = nonsense", "is no ZeroMQ endpoint")]
    [InlineData("[ccserver]\njob_name = x", "has no cc-socket")]
    [InlineData("[other]\na = b", "has no section [ccserver]")]
    public void A_configuration_that_does_not_say_is_named(string content, string rule)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("node.ini", content);

        var failure = Assert.Throws<CommandFailure>(() => NodeEndpoint.Choose(null, path, _ => null));

        Assert.Equal(ExitCode.Usage, failure.Code);
        Assert.Contains(path, failure.Message);
        Assert.Contains(rule, failure.Message);
    }
}
