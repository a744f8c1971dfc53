using System.Text;
using CC.Client;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Nodes;

/// <summary>Tells answers that say no from others.</summary>
internal static class Refusal
{
    /// <summary>Returns the answer, unless it says no.</summary>
    /// <exception cref="CommandFailure">It does.</exception>
    public static Message Examine(in Message answer, string endpoint) =>
        answer.Type == ControlTypes.Error ? throw Of(answer, endpoint) : answer;

    private static CommandFailure Of(in Message answer, string endpoint)
    {
        var json = Encoding.UTF8.GetString(answer.Body.Span);
        try
        {
            var error = CcClient.Open(answer, ControlJson.Default.ErrorReply);
            return new CommandFailure(ExitCodes.Of(error.Code), error.Code.Length > 0 ? $"{error.Msg} ({error.Code})" : error.Msg, json);
        }
        catch (MessageException)
        {
            return new CommandFailure(ExitCode.Refused, $"{endpoint} says no, in words that are none of a node: {json}", json);
        }
    }
}
