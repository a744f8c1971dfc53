using CC.Frames;
using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Protocol;

public sealed class CommandTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(1000)]
    public void Reads_what_was_written(int length)
    {
        var frame = Command.Encode("PING"u8, Messages.Body(length));

        Assert.True(FrameHeader.TryRead(frame, out var header));
        var command = Command.Parse(frame.AsSpan(header.Size));

        Assert.Equal(frame.Length, header.Size + header.BodyLength);
        Assert.True(command.Is("PING"u8));
        Assert.Equal(Messages.Body(length), command.Data.ToArray());
    }

    [Fact]
    public void Reads_an_ERROR_as_libzmq_writes_it()
    {
        var command = Command.Parse("^RROR\u0003400"u8);

        Assert.True(command.Is("ERROR"u8));
        Assert.Equal("\u0003400"u8.ToArray(), command.Data.ToArray());
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 2, 65 })]
    [InlineData(new byte[] { 255 })]
    public void Refuses_a_name_that_is_missing_or_longer_than_the_command(byte[] body) =>
        Refusal.Of(ZmtpError.MalformedCommand, () => Command.Parse(body));
}
