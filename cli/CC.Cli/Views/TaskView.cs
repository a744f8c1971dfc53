using System.Text.Json;
using CC.Cli.Output;
using CC.Cli.Tasks;
using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Cli.Views;

/// <summary>Shows what routers and runners tell of tasks. What a runner of another version leaves out is empty.</summary>
internal static class TaskView
{
    public static void ShowRunners(TaskUpdate answer, Terminal terminal)
    {
        var listing = new Listing(new Column("HOST", Shorten.End), new Column("STATE"), new Column("TASKS", IsNumber: true), new Column("SINCE", Drop: 2), new Column("LAST SEEN", Drop: 1));
        foreach (var runner in Elements(answer, "runners"))
        {
            listing.Add(Text(runner, "host"), Cell.State(Text(runner, "state")), Text(runner, "tasks"), Moment(runner, "since"), Moment(runner, "last_seen"));
        }

        listing.Write(terminal);
    }

    public static void ShowTasks(TaskUpdate answer, Terminal terminal)
    {
        var listing = new Listing(new Column("HANDLER", Shorten.End), new Column("SUMMARY", Shorten.End), new Column("PARAMETERS", Shorten.End, Drop: 1));
        foreach (var task in Elements(answer, "tasks"))
        {
            listing.Add(Text(task, "name"), Text(task, "summary"), string.Join(' ', Parameters(task).Select(parameter => parameter.Name)));
        }

        listing.Write(terminal);
    }

    /// <exception cref="CommandFailure">The runner has no such task.</exception>
    public static void ShowTask(TaskUpdate answer, string host, string handler, Terminal terminal, bool asJson)
    {
        var tasks = Elements(answer, "tasks").ToArray();
        var task = tasks.FirstOrDefault(one => Text(one, "name") == handler);
        if (task.ValueKind != JsonValueKind.Object)
        {
            throw new CommandFailure(ExitCode.Refused, $"{host} has no task {handler}; it has {(tasks.Length > 0 ? string.Join(", ", tasks.Select(one => Text(one, "name"))) : "none")}");
        }

        if (asJson)
        {
            terminal.WriteLine(task.GetRawText());
            return;
        }

        var details = new Details();
        details.Add("handler", handler);
        details.Add("summary", Text(task, "summary"));
        foreach (var (name, meaning) in Parameters(task))
        {
            details.Add("parameter", meaning.Length > 0 ? $"{name}: {meaning}" : name);
        }

        foreach (var property in task.EnumerateObject().Where(property => property.Name is not ("name" or "summary" or "parameters")))
        {
            details.Add(property.Name, property.Value.ToString());
        }

        details.Write(terminal);
    }

    public static void ShowHistory(TaskUpdate answer, Terminal terminal)
    {
        var listing = new Listing(
            new Column("ID"),
            new Column("HANDLER", Shorten.End),
            new Column("STATUS"),
            new Column("STARTED", Drop: 2),
            new Column("ENDED", Drop: 3),
            new Column("RC", IsNumber: true),
            new Column("MESSAGE", Shorten.End, Drop: 1));
        foreach (var task in Elements(answer, "tasks"))
        {
            listing.Add(Text(task, "task_id"), Text(task, "handler"), Cell.State(Text(task, "status")), Moment(task, "started"), Moment(task, "ended"), Text(task, "rc"), Text(task, "msg"));
        }

        listing.Write(terminal);
    }

    public static void ShowStatus(TaskUpdate answer, Terminal terminal)
    {
        new TaskPrinter(terminal, asJson: false).PrintFeedback(answer);
        terminal.Say($"{answer.TaskId}: {(TaskStatuses.IsFinal(answer.Status) && answer.ExitCode is { } code ? $"{answer.Status} (exit code {code})" : answer.Status)}");
    }

    private static IEnumerable<JsonElement> Elements(TaskUpdate answer, string name) =>
        answer.Feedback is { ValueKind: JsonValueKind.Object } feedback && feedback.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>Objects with a name and what it means, or one object with a field each, or a text.</summary>
    private static IEnumerable<(string Name, string Meaning)> Parameters(JsonElement task) =>
        !task.TryGetProperty("parameters", out var given) ? []
        : given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select(one => (Text(one, "name"), Text(one, "summary")))
        : given.ValueKind == JsonValueKind.Object ? given.EnumerateObject().Select(one => (one.Name, one.Value.ToString()))
        : given.ToString() is { Length: > 0 } text ? [(text, "")] : [];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array) ? value.ToString() : "";

    private static string Moment(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Words.Moment(value.GetDouble()) : "";
}
