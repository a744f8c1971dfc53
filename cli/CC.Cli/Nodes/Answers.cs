using System.Text;
using System.Text.Json.Serialization.Metadata;
using CC.Client;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Cli.Nodes;

/// <summary>Reads what nodes answer.</summary>
internal static class Answers
{
    /// <exception cref="CommandFailure">The answer is none to what was asked.</exception>
    public static T Read<T>(in Message answer, JsonTypeInfo<T> typeInfo, string endpoint)
        where T : MessageBody
    {
        try
        {
            return CcClient.Open(answer, typeInfo);
        }
        catch (MessageException invalid)
        {
            throw NotUnderstood(answer, endpoint, invalid);
        }
    }

    /// <summary>That an answer is none to what was asked.</summary>
    public static CommandFailure NotUnderstood(in Message answer, string endpoint, Exception why) => new(
        ExitCode.Failed,
        $"{endpoint} has answered what can't be read: {why.Message.TrimEnd('.')}; see if node and ccctl are of one version",
        Encoding.UTF8.GetString(answer.Body.Span));
}
