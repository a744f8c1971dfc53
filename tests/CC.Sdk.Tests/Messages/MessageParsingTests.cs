using System.Text;
using CC.Frames;

namespace CC.Sdk.Tests.Messages;

/// <summary>The frames of a message: specification 1.2.</summary>
public sealed class MessageParsingTests
{
    private const string Json = """{"req":"echo.request"}""";

    [Fact]
    public void Finds_every_part()
    {
        var message = Parse("route 1", "route 2", "", "echo.request", Json, "signature", "blob");

        Assert.Equal(2, message.Route.Count);
        Assert.Equal("echo.request", message.Type);
        Assert.Equal(Json, Text(message.Body));
        Assert.Equal("signature", Text(message.Signature));
        Assert.True(message.HasBlob);
        Assert.Equal("blob", Text(message.Blob));
    }

    [Fact]
    public void Signature_and_blob_may_be_absent()
    {
        var message = Parse("route", "", "log.info", Json);

        Assert.True(message.Signature.IsEmpty);
        Assert.False(message.HasBlob);
        Assert.True(message.Blob.IsEmpty);
    }

    [Fact]
    public void The_body_may_be_absent_too()
    {
        var message = Parse("route", "", "log.info");

        Assert.Equal("log.info", message.Type);
        Assert.True(message.Body.IsEmpty);
    }

    [Fact]
    public void A_blob_frame_without_octets_is_a_blob()
    {
        var message = Parse("", "log.info", Json, "", "");

        Assert.True(message.HasBlob);
        Assert.True(message.Blob.IsEmpty);
    }

    [Fact]
    public void There_may_be_no_route()
    {
        var message = Parse("", "log.info", Json, "");

        Assert.True(message.Route.IsEmpty);
        Assert.Equal(0, message.Route.Count);
    }

    [Fact]
    public void The_first_empty_frame_is_the_delimiter()
    {
        var message = Parse("route", "", "log.info", "", "", "blob");

        Assert.Equal(1, message.Route.Count);
        Assert.Equal("log.info", message.Type);
        Assert.True(message.Body.IsEmpty);
        Assert.Equal("blob", Text(message.Blob));
    }

    [Fact]
    public void Frames_behind_the_blob_are_carried_along_and_not_looked_at()
    {
        var message = Parse("route", "", "log.info", Json, "", "blob", "extra", "", "more");

        Assert.Equal("blob", Text(message.Blob));
        Assert.Equal(9, message.Frames.Count);
        Assert.Equal("more", Text(message.Frames[8]));
    }

    [Fact]
    public void The_length_counts_the_octets_of_all_frames_the_route_included()
    {
        var message = Parse("12345", "", "a.b", "{}", "sig", "blob", "extra");

        Assert.Equal(5 + 3 + 2 + 3 + 4 + 5, message.ContentLength);
    }

    [Theory]
    [InlineData(MessageFault.NoDelimiter, "route")]
    [InlineData(MessageFault.NoDelimiter, "route", "log.info", Json)]
    [InlineData(MessageFault.NoType, "")]
    [InlineData(MessageFault.NoType, "route", "")]
    [InlineData(MessageFault.BadType, "route", "", "")]
    [InlineData(MessageFault.BadType, "route", "", "", "log.info", Json)]
    [InlineData(MessageFault.BadType, "route", "", "log..info", Json)]
    [InlineData(MessageFault.BadType, "route", "", "log.info\n", Json)]
    public void Says_what_is_wrong(MessageFault fault, params string[] frames)
    {
        var found = Message.TryParse(Multipart.Create(frames), out _);

        Assert.Equal(fault, found);
    }

    [Fact]
    public void The_address_of_the_connection_that_a_message_came_by_is_the_first_of_its_route()
    {
        var received = Multipart.Create("R", "", "log.info", Json).Push(Multipart.EncodeAddress([0, 1, 2, 3, 4]));

        var fault = Message.TryParse(received, out var message);

        Assert.Equal(MessageFault.None, fault);
        Assert.Equal(2, message.Route.Count);
        Assert.Equal(new byte[] { 0, 1, 2, 3, 4 }, message.Frames[0].ToArray());
    }

    [Fact]
    public void A_message_from_somewhere_has_one_address_more()
    {
        var message = Parse("R", "", "log.info", Json, "", "blob");

        var forwarded = message.From(Multipart.EncodeAddress([7]));

        Assert.Equal(2, forwarded.Route.Count);
        Assert.Equal([7], forwarded.Frames[0].ToArray());
        Assert.Equal("log.info", forwarded.Type);
        Assert.Equal("blob", Text(forwarded.Blob));
    }

    [Fact]
    public void A_detached_message_is_the_same_in_octets_of_its_own()
    {
        var octets = Multipart.Create("R", "", "log.info", Json, "", "blob").Body.ToArray();
        Message.TryParse(Multipart.FromEncoded(octets).Push(Multipart.EncodeAddress([7])), out var message);

        var detached = message.Detach();
        Array.Clear(octets);

        Assert.Equal("log.info", detached.Type);
        Assert.Equal(2, detached.Route.Count);
        Assert.Equal("blob", Text(detached.Blob));
    }

    [Fact]
    public void The_default_value_is_no_message()
    {
        var nothing = default(Message);

        Assert.Equal("(no message)", nothing.ToString());
        Assert.Equal("", nothing.Type);
        Assert.True(nothing.Body.IsEmpty);
    }

    private static Message Parse(params string[] frames)
    {
        Assert.Equal(MessageFault.None, Message.TryParse(Multipart.Create(frames), out var message));
        return message;
    }

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);
}
