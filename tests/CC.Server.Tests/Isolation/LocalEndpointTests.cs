using CC.Server.Isolation;

namespace CC.Server.Tests.Isolation;

public sealed class LocalEndpointTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:5000", "tcp://127.0.0.1:5000")]
    [InlineData("tcp://10.0.0.7:5000", "tcp://10.0.0.7:5000")]
    [InlineData("tcp://0.0.0.0:5000", "tcp://127.0.0.1:5000")]
    [InlineData("tcp://*:5000", "tcp://127.0.0.1:5000")]
    [InlineData("tcp://[::]:5000", "tcp://[::1]:5000")]
    [InlineData("ipc:///run/cc.socket", "ipc:///run/cc.socket")]
    public void What_is_bound_to_all_addresses_is_reached_by_the_machines_own(string bound, string connected) =>
        Assert.Equal(connected, LocalEndpoint.Of([bound, "tcp://127.0.0.1:1"]));

    [Fact]
    public void What_leads_nowhere_from_another_process_is_left_out()
    {
        Assert.Equal("ipc:///b", LocalEndpoint.Of(["inproc://a", "ipc:///b"]));
        Assert.Null(LocalEndpoint.Of(["inproc://a"]));
    }
}
