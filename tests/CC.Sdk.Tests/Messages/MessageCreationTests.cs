using System.Text;
using CC.Frames;

namespace CC.Sdk.Tests.Messages;

public sealed class MessageCreationTests
{
    private static readonly byte[] Body = "{}"u8.ToArray();

    [Fact]
    public void Has_four_frames_even_without_a_signature()
    {
        var message = Message.Create("log.info", Body);

        Assert.Equal(["", "log.info", "{}", ""], Frames(message));
    }

    [Fact]
    public void Has_a_fifth_frame_for_a_blob_even_an_empty_one()
    {
        var message = Message.Create("log.info", Body, blob: ReadOnlyMemory<byte>.Empty);

        Assert.Equal(["", "log.info", "{}", "", ""], Frames(message));
        Assert.True(message.HasBlob);
    }

    [Fact]
    public void Goes_along_the_route_of_another_message()
    {
        Message.TryParse(Multipart.Create("peer", "Q1", "Q2", "", "echo.request", "{}"), out var request);

        var answer = Message.Create("echo.response", Body, route: request.Route);

        Assert.Equal(["peer", "Q1", "Q2", "", "echo.response", "{}", ""], Frames(answer));
    }

    [Fact]
    public void The_route_outlives_the_message_that_it_is_of()
    {
        var octets = Multipart.Create("peer", "", "echo.request", "{}").Body.ToArray();
        Message.TryParse(Multipart.FromEncoded(octets), out var request);

        var route = request.Route;
        Array.Clear(octets);

        Assert.Equal("peer", Frames(Message.Create("echo.response", Body, route: route))[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a b")]
    [InlineData("größe")]
    public void Refuses_a_type_that_is_none_and_names_it(string type)
    {
        var refused = Assert.Throws<ArgumentException>(() => Message.Create(type, Body));

        Assert.Contains($"'{type}' is not a message type", refused.Message);
    }

    private static string[] Frames(Message message) => [.. message.Frames.ToArrays().Select(Encoding.UTF8.GetString)];
}
