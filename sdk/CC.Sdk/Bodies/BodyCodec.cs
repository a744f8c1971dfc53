using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CC.Sdk.Bodies;

/// <summary>Makes messages of bodies, and bodies of messages, by the rules that hold for all of them.</summary>
internal static class BodyCodec
{
    /// <summary>Stands for a body that is encrypted in the place of the signature.</summary>
    public static ReadOnlySpan<byte> EncryptedMark => "ENC1"u8;

    /// <summary>Fills in the time and the host name, and makes the message.</summary>
    public static Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, string hostName, TimeProvider time, ReadOnlyMemory<byte>? blob, MessageRoute route)
        where T : MessageBody
    {
        return Message.Create(body.Req, Serialize(body, typeInfo, hostName, time), blob: blob, route: route);
    }

    /// <summary>Fills in the time and the host name, and writes the body.</summary>
    public static byte[] Serialize<T>(T body, JsonTypeInfo<T> typeInfo, string hostName, TimeProvider time)
        where T : MessageBody
    {
        body.Time = body.Time == 0 ? (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds : body.Time;
        body.Hostname = body.Hostname.Length == 0 ? hostName : body.Hostname;
        return JsonSerializer.SerializeToUtf8Bytes(body, typeInfo);
    }

    /// <summary>Whether the body is not here, but encrypted in the place of the signature.</summary>
    public static bool IsEncrypted(in Message message) => message.Body.Span.SequenceEqual(EncryptedMark);

    /// <exception cref="MessageException">The message can't be used.</exception>
    public static T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody
    {
        if (message.Body.IsEmpty)
        {
            throw new MessageException(MessageFault.NoBody, "it has no body");
        }

        if (IsEncrypted(message))
        {
            throw new MessageException(MessageFault.Encrypted, "it is encrypted, and there is no key for it");
        }

        var body = Read(message, message.Body, typeInfo);
        BlobHash.Check(message, body.BlobHash, isRequired: !message.Signature.IsEmpty);
        return body;
    }

    /// <summary>Reads a body that was found in a message.</summary>
    /// <exception cref="MessageException">It can't be used.</exception>
    public static T Read<T>(in Message message, ReadOnlyMemory<byte> content, JsonTypeInfo<T> typeInfo)
        where T : MessageBody
    {
        var body = Deserialize(content.Span, typeInfo);
        if (!Encoding.UTF8.GetBytes(body.Req).AsSpan().SequenceEqual(message.TypeOctets))
        {
            throw new MessageException(MessageFault.WrongReq, "its body says that it is of another type");
        }

        return body;
    }

    private static T Deserialize<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo) ?? throw new MessageException(MessageFault.BadBody, "its body is null");
        }
        catch (FiniteNumber.NotFiniteException invalid)
        {
            throw new MessageException(MessageFault.BadField, $"{invalid.Field} {invalid.Message}", invalid);
        }
        catch (JsonException) when (NamedNumbers.ToNull(json) is { } plain)
        {
            return Deserialize(plain, typeInfo);
        }
        catch (JsonException invalid)
        {
            throw new MessageException(MessageFault.BadBody, invalid.Message, invalid);
        }
    }
}
