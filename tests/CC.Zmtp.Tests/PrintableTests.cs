namespace CC.Zmtp.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain text, ü and 漢", "plain text, ü and 漢")]
    [InlineData("a\nERROR forged\r\u001b[2J\0", "a\\u000aERROR forged\\u000d\\u001b[2J\\u0000")]
    [InlineData("\u202egnp\u2028x\u0085", "\\u202egnp\\u2028x\\u0085")]
    public void Escapes_what_is_not_seen_in_every_message(string text, string expected) =>
        Assert.Equal(expected, new ZmtpException(ZmtpError.RefusedByPeer, text).Message);

    [Theory]
    [InlineData(new byte[] { 97, 98 }, "'ab'")]
    [InlineData(new byte[] { 97, 10 }, "0x610a")]
    [InlineData(new byte[] { 0, 1, 2, 3, 4 }, "0x0001020304")]
    public void Names_are_text_or_hexadecimal(byte[] octets, string expected) => Assert.Equal(expected, Printable.Name(octets));
}
