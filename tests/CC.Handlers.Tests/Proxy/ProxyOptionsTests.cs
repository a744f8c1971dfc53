using CC.Plugins.Proxy;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Handlers.Tests.Proxy;

public sealed class ProxyOptionsTests
{
    [Fact]
    public void Options_have_the_names_and_defaults_of_CC_and_a_few_more()
    {
        var expected = new Dictionary<string, string>
        {
            ["remote-cc"] = "",
            ["ping"] = "no",
            ["zmq_hwm"] = "100",
            ["zmq_linger"] = "500",
            ["send-timeout"] = "10",
            ["zmq_rcvbuf"] = "0",
            ["zmq_sndbuf"] = "0",
            ["zmq_tcp_keepalive"] = "1",
            ["zmq_tcp_keepalive_intvl"] = "15",
            ["zmq_tcp_keepalive_idle"] = "240",
            ["zmq_tcp_keepalive_cnt"] = "4",
            ["max-message-size"] = "256M",
        };

        Assert.Equal(expected, OptionsOf.Defaults(typeof(ProxyOptions)));
    }

    [Fact]
    public void Needs_to_know_the_other_node()
    {
        Assert.Throws<OptionsException>(() => OptionsOf.Section<ProxyOptions>("ping = yes"));
        Assert.Throws<OptionsException>(() => OptionsOf.Section<ProxyOptions>("remote-cc = 127.0.0.1:1"));
    }
}
