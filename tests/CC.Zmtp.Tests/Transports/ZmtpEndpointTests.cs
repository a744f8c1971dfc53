using CC.Zmtp.Tests.Support;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Transports;

public sealed class ZmtpEndpointTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:5000", "127.0.0.1", 5000)]
    [InlineData("tcp://localhost:1", "localhost", 1)]
    [InlineData("tcp://lo:65535", "lo", 65535)]
    [InlineData("tcp://*:5000", "*", 5000)]
    [InlineData("tcp://*:*", "*", 0)]
    [InlineData("tcp://*:0", "*", 0)]
    [InlineData("tcp://[::1]:5000", "::1", 5000)]
    [InlineData("tcp://[fe80::1%lo]:5000", "fe80::1%lo", 5000)]
    public void Of_tcp_has_a_host_and_a_port(string text, string host, int port) =>
        Assert.Equal(new ZmtpEndpoint("tcp", host, port), ZmtpEndpoint.Parse(text));

    [Theory]
    [InlineData("ipc:///run/cc/control.sock", "ipc", "/run/cc/control.sock")]
    [InlineData("ipc://relative", "ipc", "relative")]
    [InlineData("ipc://@cc-control", "ipc", "@cc-control")]
    [InlineData("inproc://anything at all", "inproc", "anything at all")]
    [InlineData("inproc://with://slashes", "inproc", "with://slashes")]
    public void Of_the_other_transports_has_a_name(string text, string scheme, string name) =>
        Assert.Equal(new ZmtpEndpoint(scheme, name), ZmtpEndpoint.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("tcp")]
    [InlineData("tcp://")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://:5000")]
    [InlineData("tcp://127.0.0.1:")]
    [InlineData("tcp://127.0.0.1:65536")]
    [InlineData("tcp://127.0.0.1:-1")]
    [InlineData("tcp://127.0.0.1:+1")]
    [InlineData("tcp://127.0.0.1: 1")]
    [InlineData("tcp://127.0.0.1:http")]
    [InlineData("tcp://::1:5000")]
    [InlineData("ipc://")]
    [InlineData("ipc://@")]
    [InlineData("ipc://a\0b")]
    [InlineData("inproc://")]
    [InlineData("udp://127.0.0.1:5000")]
    [InlineData("127.0.0.1:5000")]
    public void Is_refused_with_the_text_when_it_is_none(string text)
    {
        var refusal = Refusal.Of(ZmtpError.InvalidEndpoint, () => ZmtpEndpoint.Parse(text));

        Assert.Contains($"'{text.Replace("\0", "\\u0000")}'", refusal.Message);
    }

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void Of_ipc_is_as_long_as_a_Unix_socket_may_be(int octets, bool isValid)
    {
        var text = $"ipc://{new string('p', octets)}";

        if (isValid)
        {
            Assert.Equal(text, ZmtpEndpoint.Parse(text).ToString());
        }
        else
        {
            Refusal.Of(ZmtpError.InvalidEndpoint, () => ZmtpEndpoint.Parse(text));
        }
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:5000")]
    [InlineData("tcp://[::1]:5000")]
    [InlineData("ipc:///run/cc.sock")]
    [InlineData("ipc://@cc")]
    [InlineData("inproc://cc")]
    public void Is_written_as_it_was_read(string text) =>
        Assert.Equal(text, ZmtpEndpoint.Parse(text).ToString());

    [Fact]
    public void Without_a_port_is_nothing_to_connect_to() =>
        Refusal.Of(ZmtpError.InvalidEndpoint, () => ZmtpEndpoint.Parse("tcp://127.0.0.1:*").RequirePort());
}
