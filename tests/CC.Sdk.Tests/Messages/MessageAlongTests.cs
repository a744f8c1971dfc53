using System.Text;
using CC.Frames;

namespace CC.Sdk.Tests.Messages;

public sealed class MessageAlongTests
{
    [Fact]
    public void All_behind_the_route_stays_as_it_is()
    {
        var message = Of("one", "two", "", "a.b", "{}", "signature", "blob", "more", "");

        var other = message.Along(Of("three", "", "x").Route);

        Assert.Equal(["three", "", "a.b", "{}", "signature", "blob", "more", ""], other.Frames.ToArrays().Select(Encoding.UTF8.GetString));
        Assert.Equal(("a.b", "blob"), (other.Type, Encoding.UTF8.GetString(other.Blob.Span)));
        Assert.Equal(["", "a.b", "{}", "signature", "blob", "more", ""], message.Along(default).Frames.ToArrays().Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void Routes_are_equal_frame_by_frame()
    {
        Assert.Equal(Of("one", "two", "", "x").Route, Of("one", "two", "", "y").Route);
        Assert.Equal(Of("one", "two", "", "x").Route.GetHashCode(), Of("one", "two", "", "y").Route.GetHashCode());
        Assert.True(Of("one", "two", "", "x").Route != Of("onetwo", "", "x").Route);
        Assert.True(default(MessageRoute) == Of("", "x").Route);
    }

    private static Message Of(params string[] frames)
    {
        Message.TryParse(Multipart.Create(frames), out var message);
        return message;
    }
}
