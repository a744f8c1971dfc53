using System.Text.Json;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Server.Administration;

/// <summary>Answers a message that no route takes, if its body says that an answer is wanted.</summary>
internal static class WantedError
{
    /// <summary>Longer bodies are not looked into: whoever asks something says so in few words.</summary>
    private const int MaxBody = 64 * 1024;

    private static ReadOnlySpan<byte> Field => "want_error"u8;

    /// <summary>Whether the body is an object with <c>"want_error": true</c>.</summary>
    public static bool IsWanted(ReadOnlySpan<byte> body)
    {
        if (body.Length > MaxBody || body.IndexOf(Field) < 0)
        {
            return false;
        }

        try
        {
            var json = new Utf8JsonReader(NamedNumbers.ToNull(body) is { } plain ? plain : body);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals(Field))
                {
                    return json.Read() && json.TokenType == JsonTokenType.True;
                }
            }
        }
        catch (JsonException)
        {
            // Whatever it wants, it can't be read.
        }

        return false;
    }

    public static void Answer(IMessages messages, in Message message)
    {
        if (message.Route.Count > 0 && IsWanted(message.Body.Span))
        {
            var error = new ErrorReply
            {
                Req = ControlTypes.Error,
                Code = ControlErrors.NoRoute,
                Msg = $"no route leads from {message.Type} to a handler; add one to [routes], or ask another node",
                OrigReq = message.Type,
            };
            messages.Reply(message, error, ControlJson.Default.ErrorReply);
        }
    }
}
