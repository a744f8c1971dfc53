using CC.Frames;

namespace CC.Zmtp.Tests;

public sealed class MultipartTests
{
    [Fact]
    public void Popping_what_was_pushed_gives_the_same_message()
    {
        var message = Multipart.Create("a", "", "b");

        var popped = message.Push(Multipart.EncodeAddress("peer"u8)).Pop(out var address);

        Assert.Equal("peer"u8.ToArray(), address.ToArray());
        Assert.Equal(message.ToArrays(), popped.ToArrays());
    }
}
