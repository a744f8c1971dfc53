using CC.Sdk.Options;

namespace CC.Sdk.Tests.Options;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["zmq_hwm", "zmq_linger", "remote-cc", "ping"];

    [Theory]
    [InlineData("zmq_hmw", "zmq_hwm")]
    [InlineData("zmqhwm", "zmq_hwm")]
    [InlineData("zmq-hwm", "zmq_hwm")]
    [InlineData("remotecc", "remote-cc")]
    [InlineData("remote_cc", "remote-cc")]
    [InlineData("pings", "ping")]
    public void Finds_the_name_that_a_slip_made_of(string written, string meant) => Assert.Equal(meant, NearestName.Find(written, Known));

    [Theory]
    [InlineData("something-else")]
    [InlineData("x")]
    [InlineData("database")]
    public void Guesses_nothing_that_is_far_off(string written) => Assert.Null(NearestName.Find(written, Known));

    [Fact]
    public void Of_names_equally_near_the_first_in_order_is_taken() => Assert.Equal("h:a", NearestName.Find("h:x", ["h:b", "h:a"]));

    [Fact]
    public void Of_no_names_there_is_no_nearest() => Assert.Null(NearestName.Find("x", []));
}
