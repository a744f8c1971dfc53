using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Client.Security;

/// <summary>The fields of a body that checks go by.</summary>
internal readonly record struct BodyFields(double Time, string BlobHash, string Id)
{
    /// <summary>Longer ones are not remembered.</summary>
    private const int MaxId = 128;

    /// <exception cref="MessageException">The body is none, or of another type than the message.</exception>
    public static BodyFields Read(ReadOnlySpan<byte> content, in Message message)
    {
        try
        {
            return Scan(content, message.TypeOctets, out var isOfType) switch
            {
                _ when !isOfType => throw new MessageException(MessageFault.WrongReq, "its body says that it is of another type"),
                { Id.Length: > MaxId } => throw new MessageException(MessageFault.BadField, $"its msg_id is longer than {MaxId} characters"),
                var fields => fields,
            };
        }
        catch (JsonException) when (NamedNumbers.ToNull(content) is { } plain)
        {
            return Read(plain, message);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException or FormatException)
        {
            throw new MessageException(MessageFault.BadBody, invalid.Message, invalid);
        }
    }

    /// <summary>Of a name that is there twice the last one counts, as for all that read JSON here.</summary>
    private static BodyFields Scan(ReadOnlySpan<byte> content, ReadOnlySpan<byte> type, out bool isOfType)
    {
        var (time, hash, id) = (0.0, "", "");
        isOfType = false;
        var json = new Utf8JsonReader(content);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it is no object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("req"u8))
            {
                isOfType = json.Read() && json.TokenType == JsonTokenType.String && json.ValueTextEquals(type);
            }
            else if (json.ValueTextEquals("time"u8))
            {
                json.Read();
                time = json.GetDouble();
            }
            else if (json.ValueTextEquals("blob_hash"u8))
            {
                json.Read();
                hash = json.GetString() ?? "";
            }
            else if (json.ValueTextEquals("msg_id"u8))
            {
                json.Read();
                id = json.GetString() ?? "";
            }
            else
            {
                json.Skip();
            }
        }

        json.Read(); // Nothing follows.
        return new BodyFields(time, hash, id);
    }
}
