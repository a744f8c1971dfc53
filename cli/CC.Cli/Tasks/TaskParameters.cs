using System.Text.Json;
using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Cli.Tasks;

/// <summary>Makes a task of what was typed.</summary>
internal static class TaskParameters
{
    private static readonly string[] Reserved = ["req", "time", "hostname", "blob_hash", "want_error", "task_host", "task_handler", "task_id", "time_limit"];

    /// <param name="host">The runner.</param>
    /// <param name="handler">The task's section there.</param>
    /// <param name="id">Its id; null for a new one.</param>
    /// <param name="timeLimit">Seconds that it may take; null for as long as the runner allows.</param>
    /// <param name="parameters">Each <c>NAME=VALUE</c>.</param>
    /// <exception cref="CommandFailure">It makes no sense.</exception>
    public static TaskSend Compose(string host, string handler, string? id, double? timeLimit, IEnumerable<string> parameters)
    {
        id ??= TaskClient.NewId();
        if (id.Length == 0 || id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
        {
            throw Unusable($"--id {id}: is no task's id: letters, digits, '_' and '-'");
        }

        var given = new Dictionary<string, JsonElement>();
        foreach (var parameter in parameters)
        {
            var end = parameter.IndexOf('=');
            var name = end > 0 ? parameter[..end] : throw Unusable($"{parameter}: is no parameter; write NAME=VALUE");
            if (Reserved.Contains(name))
            {
                throw Unusable($"{parameter}: {name} is no parameter of a task, but what every message has, or what arguments and options are for");
            }

            if (!given.TryAdd(name, Text(parameter[(end + 1)..])))
            {
                throw Unusable($"{parameter}: {name} stands a second time");
            }
        }

        return new TaskSend
        {
            Req = $"{TaskSend.Type}.{id}",
            TaskHost = host,
            TaskHandler = handler,
            TaskId = id,
            TimeLimit = timeLimit ?? 0,
            Parameters = given.Count > 0 ? given : null,
        };
    }

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, CliJson.Default.String);

    private static CommandFailure Unusable(string message) => new(ExitCode.Usage, message);
}
