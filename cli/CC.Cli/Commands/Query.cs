using System.Text;
using System.Text.Json.Serialization.Metadata;
using CC.Cli.CommandLine;
using CC.Cli.Nodes;
using CC.Cli.Output;
using CC.Client.Control;
using CC.Sdk.Bodies;

namespace CC.Cli.Commands;

/// <summary>Asks a node one thing, and shows the answer: as it is, or in words.</summary>
internal static class Query
{
    /// <param name="call">The command.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="typeInfo">The answer. Asked for while the node is at it, since it takes as long.</param>
    /// <param name="show">Shows it.</param>
    /// <param name="patience">How long the answer may take; null for what is usual.</param>
    /// <param name="judge">The exit code for the answer; null where every answer is a good one.</param>
    public static async Task<ExitCode> RunAsync<T>(
        Call call, ControlRequest request, Func<JsonTypeInfo<T>> typeInfo, Action<T, Terminal> show, TimeSpan? patience = null, Func<T, ExitCode>? judge = null)
        where T : MessageBody
    {
        var node = call.Connect();
        var answering = node.AskAsync(RequestBody.Compose(request, TimeProvider.System), call.GivenLimit ?? patience ?? call.Limit);
        var reader = call.Json && judge is null ? null : typeInfo();
        var answer = await answering;
        if (call.Json)
        {
            call.Terminal.WriteLine(Encoding.UTF8.GetString(answer.Body.Span));
        }

        if (reader is null)
        {
            return ExitCode.Ok;
        }

        var body = Answers.Read(answer, reader, node.Endpoint);
        if (!call.Json)
        {
            show(body, call.Terminal);
        }

        return judge?.Invoke(body) ?? ExitCode.Ok;
    }
}
