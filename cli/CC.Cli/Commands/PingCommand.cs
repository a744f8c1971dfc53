using System.CommandLine;
using System.Text;
using System.Text.Json;
using CC.Cli.CommandLine;
using CC.Cli.Nodes;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Commands;

/// <summary>Asks if the node is there. What is asked most often is answered soonest: without the serializer, which takes a fifth of the time.</summary>
internal static class PingCommand
{
    public static Command Create(Runner runner) => runner.Command("ping", "asks if the node is there", [], async call =>
    {
        var node = call.Connect();
        var answer = await node.AskAsync(RequestBody.Compose(new ControlRequest { Req = ControlTypes.Ping }, TimeProvider.System), call.Limit);
        call.Terminal.WriteLine(call.Json ? Encoding.UTF8.GetString(answer.Body.Span) : Sentence(answer, node.Endpoint));
        return ExitCode.Ok;
    });

    private static string Sentence(in Message answer, string endpoint)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var reply = document.RootElement;
            return $"{reply.GetProperty("job_name").GetString()} is there: version {reply.GetProperty("version").GetString()}, process {reply.GetProperty("pid").GetInt32()}";
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Answers.NotUnderstood(answer, endpoint, other);
        }
    }
}
