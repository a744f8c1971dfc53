using CC.Plugins.PgLogForward;

namespace CC.Plugins.Tests.PgLogForward;

public sealed class NetstrDatagramTests
{
    [Fact]
    public void All_fields_are_read_in_their_order()
    {
        var fault = NetstrDatagram.TryRead(
            TNetStrings.Octets("2:20#5:16777#" + TNetStrings.Of("bob", "shop", "10.0.0.1", "exec_simple", "no such table", "detail", "hint", "context", "select 1")), out var entry);

        Assert.Equal(DatagramFault.None, fault);
        Assert.Equal(
            new LogEntry
            {
                Level = "ERROR",
                SqlErrorCode = 16777,
                UserName = "bob",
                Database = "shop",
                RemoteHost = "10.0.0.1",
                FunctionName = "exec_simple",
                Message = "no such table",
                Detail = "detail",
                Hint = "hint",
                Context = "context",
                DebugQueryString = "select 1",
            },
            entry);
    }

    [Fact]
    public void Numbers_may_be_texts_and_what_is_missing_or_null_is_empty()
    {
        var fault = NetstrDatagram.TryRead(TNetStrings.Octets(TNetStrings.Of("15", "0", "bob") + "0:~"), out var entry);

        Assert.Equal(DatagramFault.None, fault);
        Assert.Equal(new LogEntry { Level = "LOG", SqlErrorCode = 0, UserName = "bob" }, entry);
    }

    [Theory]
    [InlineData("", "NoLevel")]
    [InlineData("2:20,", "NoLevel")]
    [InlineData("2:20,1:0,x", "NotNetstr")]
    [InlineData("2:20,1:0,3:ab,", "NotNetstr")]
    [InlineData("2:99,1:0,", "UnknownLevel")]
    [InlineData("2:-1,1:0,", "UnknownLevel")]
    [InlineData("1:x,1:0,", "BadField")]
    [InlineData("2:20,1:x,", "BadField")]
    [InlineData("2:20,1:0,0:]", "BadField")]
    [InlineData("2:20,1:0,0:,0:,0:,0:,0:,0:,0:,0:,0:,0:,", "TooManyFields")]
    public void What_is_of_no_use_is_named(string text, string fault)
    {
        Assert.Equal(fault, NetstrDatagram.TryRead(TNetStrings.Octets(text), out var entry).ToString());
        Assert.Null(entry);
    }

    [Fact]
    public void What_is_no_utf8_is_replaced()
    {
        byte[] datagram = [.. "2:20,1:0,1:"u8, 0xFF, .. ","u8];

        Assert.Equal(DatagramFault.None, NetstrDatagram.TryRead(datagram, out var entry));
        Assert.Equal("\uFFFD", entry!.UserName);
    }
}
