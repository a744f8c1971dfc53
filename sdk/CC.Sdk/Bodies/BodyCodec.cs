using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CC.Sdk.Bodies;

/// <summary>Makes messages of bodies, and bodies of messages, by the rules that hold for all of them.</summary>
internal static class BodyCodec
{
    private static ReadOnlySpan<byte> EncryptedMark => "ENC1"u8;

    /// <summary>Fills in the time and the host name, and makes the message.</summary>
    public static Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, string hostName, TimeProvider time, ReadOnlyMemory<byte>? blob, MessageRoute route)
        where T : MessageBody
    {
        body.Time = body.Time == 0 ? (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds : body.Time;
        body.Hostname = body.Hostname.Length == 0 ? hostName : body.Hostname;
        return Message.Create(body.Req, JsonSerializer.SerializeToUtf8Bytes(body, typeInfo), blob: blob, route: route);
    }

    /// <exception cref="MessageException">The message can't be used.</exception>
    public static T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody
    {
        if (message.Body.IsEmpty)
        {
            throw new MessageException(MessageFault.NoBody, "it has no body");
        }

        if (message.Body.Span.SequenceEqual(EncryptedMark))
        {
            throw new MessageException(MessageFault.Encrypted, "it is encrypted, and there is no key for it");
        }

        var body = Deserialize(message.Body.Span, typeInfo);
        if (!Encoding.UTF8.GetBytes(body.Req).AsSpan().SequenceEqual(message.TypeOctets))
        {
            throw new MessageException(MessageFault.WrongReq, "its body says that it is of another type");
        }

        return body.BlobHash.Length == 0 || message.HasBlob
            ? body
            : throw new MessageException(MessageFault.NoBlob, "its body names the hash of a blob that it does not have");
    }

    private static T Deserialize<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo) ?? throw new MessageException(MessageFault.BadBody, "its body is null");
        }
        catch (JsonException invalid)
        {
            throw new MessageException(MessageFault.BadBody, invalid.Message, invalid);
        }
    }
}
