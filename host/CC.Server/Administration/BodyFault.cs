using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Server.Administration;

/// <summary>Says what is wrong with the body of a request, in the words of those who write one.</summary>
internal static class BodyFault
{
    public static string Of(in Message message, MessageException invalid)
    {
        if (invalid.Fault != MessageFault.BadBody)
        {
            return $"{message.Type} can't be read: {invalid.Message}";
        }

        try
        {
            using var body = JsonDocument.Parse(NamedNumbers.ToNull(message.Body.Span) ?? message.Body);
            return $"the body of {message.Type} {BrokenRule(body.RootElement, (invalid.InnerException as JsonException)?.Path)}";
        }
        catch (JsonException broken)
        {
            return $"the body of {message.Type} is no JSON: {broken.Message.TrimEnd('.')}";
        }
    }

    private static string BrokenRule(JsonElement body, string? path) => path switch
    {
        _ when body.ValueKind != JsonValueKind.Object => "is no JSON object; write {\"req\": \"TYPE\"}, and the fields that the type takes",
        _ when !body.TryGetProperty("req", out _) => "lacks the field req: the type again",
        ['$', '.', .. var field] => $"has a field {field} that is not as it should be; time is a number, and all others are texts in quotes",
        _ => "has other fields than it should; time is a number, and all others are texts in quotes",
    };
}
