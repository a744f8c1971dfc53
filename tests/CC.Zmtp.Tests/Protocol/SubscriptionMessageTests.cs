using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Protocol;

public sealed class SubscriptionMessageTests
{
    [Theory]
    [InlineData(true, "")]
    [InlineData(true, "news")]
    [InlineData(false, "news")]
    public void Reads_what_was_written(bool subscribe, string prefix)
    {
        var message = SubscriptionMessage.Encode(subscribe, System.Text.Encoding.ASCII.GetBytes(prefix));

        Assert.True(SubscriptionMessage.TryParse(message, out var isSubscribe, out var read));
        Assert.Equal(subscribe, isSubscribe);
        Assert.Equal(prefix, System.Text.Encoding.ASCII.GetString(read.Span));
    }

    [Fact]
    public void Is_neither_empty_nor_of_several_frames_nor_of_another_first_octet()
    {
        Assert.False(SubscriptionMessage.TryParse(Messages.Encode([[]]), out _, out _));
        Assert.False(SubscriptionMessage.TryParse(Messages.Encode([1, 65], [66]), out _, out _));
        Assert.False(SubscriptionMessage.TryParse(Messages.Encode([2, 65]), out _, out _));
    }
}
