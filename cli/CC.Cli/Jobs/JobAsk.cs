using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Nodes;
using CC.Cli.Output;
using CC.Sdk;

namespace CC.Cli.Jobs;

/// <summary>Has the node's jobmgr carry out a command, and shows its result.</summary>
internal static class JobAsk
{
    /// <param name="call">The command line.</param>
    /// <param name="command">The command of jobmgr.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="show">Shows the result in words.</param>
    /// <param name="patience">How long that may take if no limit is given; null for what is usual.</param>
    /// <param name="late">What is told if it takes longer; null for what is usual.</param>
    public static async Task<ExitCode> RunAsync(Call call, string command, JsonObject arguments, Action<JsonElement, Terminal> show, TimeSpan? patience = null, string? late = null)
    {
        var answer = await AskAsync(call, command, arguments, call.GivenLimit ?? patience ?? call.Limit, late);
        if (call.Json)
        {
            call.Terminal.WriteLine(Encoding.UTF8.GetString(answer.Body.Span));
        }
        else
        {
            show(Result(answer, call), call.Terminal);
        }

        return ExitCode.Ok;
    }

    /// <summary>The command's result.</summary>
    /// <exception cref="CommandFailure">The node is not there, or says no.</exception>
    public static async Task<JsonElement> ResultAsync(Call call, string command, JsonObject arguments) => Result(await AskAsync(call, command, arguments, call.Limit), call);

    private static Task<Message> AskAsync(Call call, string command, JsonObject arguments, TimeSpan limit, string? late = null) =>
        call.Connect().AskAsync(RequestBody.Compose($"job.{command}", arguments.ToJsonString(), null, TimeProvider.System), limit, late);

    private static JsonElement Result(in Message answer, Call call)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.GetProperty("result").Clone();
        }
        catch (Exception unexpected) when (unexpected is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Answers.NotUnderstood(answer, call.Endpoint(), unexpected);
        }
    }
}
