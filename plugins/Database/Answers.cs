using System.Text;
using System.Text.Json;
using CC.Sdk;

namespace CC.Plugins.Database;

/// <summary>Tells callers what has become of their calls.</summary>
internal sealed class Answers(IMessages messages)
{
    /// <exception cref="CallException">The function was to make a message, and has not.</exception>
    public void Reply(in Message request, DatabaseCall body, ReturnMode mode, CallResult result)
    {
        switch (mode)
        {
            case ReturnMode.Nothing:
                break;
            case ReturnMode.Json:
                ReplyMade(request, body.Function, result);
                break;
            default:
                var reply = new DatabaseReply
                {
                    Req = $"reply.{body.Req}",
                    Data = new RawJson(result.Data),
                    RowCount = result.Rows,
                    StatusMessage = $"SELECT {result.Rows}",
                    Ident = IdentOf(body),
                };
                messages.Reply(request, reply, DatabaseJson.Default.DatabaseReply);
                break;
        }
    }

    /// <summary>Whoever has sent the message is told, whether an answer was asked for or not.</summary>
    public void Refuse(in Message request, DatabaseCall? body, string code, string why, string? sqlState)
    {
        if (request.Route.Count > 0)
        {
            var error = new DatabaseError { Req = "error", Msg = why, Code = code, SqlState = sqlState, OrigReq = request.Type, Ident = IdentOf(body) };
            messages.Reply(request, error, DatabaseJson.Default.DatabaseError);
        }
    }

    private static JsonElement? IdentOf(DatabaseCall? body) =>
        body?.Ident is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } ident ? ident : null;

    private void ReplyMade(in Message request, string? function, CallResult result)
    {
        try
        {
            if (result.Rows > 0 && JsonSerializer.Deserialize(result.Data.Span, DatabaseJson.Default.FunctionReply) is { } made && Message.IsType(Encoding.UTF8.GetBytes(made.Req)))
            {
                messages.Reply(request, made, DatabaseJson.Default.FunctionReply);
                return;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // It is said below what it should be.
        }

        throw new CallException(CallErrors.BadResult, $"{function} has not returned a message: with return = json that is a JSON object with a field req, which is a message type");
    }
}
