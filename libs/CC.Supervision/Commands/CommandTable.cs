using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CC.Supervision.History;
using CC.Supervision.Jobs;

namespace CC.Supervision.Commands;

/// <summary>
/// Has a supervisor do what gaffer's commands say, with their arguments as the fields of a JSON object: <c>name</c>, <c>sessionid</c>, <c>config</c>, <c>env</c>, <c>start</c>, <c>n</c>,
/// <c>pid</c>, <c>signal</c>, <c>data</c>, <c>stream</c>, <c>graceful_timeout</c>, <c>batch</c>, <c>timeout</c>, <c>since</c>. Whoever has another way in, by messages or by HTTP, needs no more than this.
/// </summary>
/// <param name="supervisor">Who does it.</param>
public sealed class CommandTable(Supervisor supervisor)
{
    private static readonly Dictionary<string, Func<Supervisor, CommandArguments, JsonObject>> Commands = new()
    {
        ["sessions"] = (all, _) => Result("sessions", Texts(all.Sessions())),
        ["jobs"] = (all, given) => Result("jobs", Texts(all.Jobs(given.TextOrNull("sessionid"))), given),
        ["list"] = (all, given) => Result("jobs", new JsonArray([.. all.Jobs(given.TextOrNull("sessionid")).Select(name => Json(all.Info(name), SupervisionJson.Default.JobInfo))])),
        ["pids"] = (all, given) => Result("pids", new JsonArray([.. all.Pids(given.TextOrNull("name")).Select(pid => (JsonNode?)pid)])),
        ["load"] = (all, given) => Done(() => all.Load(Config(given), Session(given), given.Environment(), given.Flag("start", StartOf(given)))),
        ["update"] = (all, given) => Done(() => all.Update(Config(given), Session(given), given.Environment(), given.Flag("start", false))),
        ["unload"] = (all, given) => Done(() => all.Unload(given.Job())),
        ["reload"] = (all, given) => Done(() => all.Reload(given.Job())),
        ["start"] = (all, given) => Done(() => all.Start(given.Job())),
        ["stop"] = (all, given) => Done(() => all.Stop(given.Job())),
        ["stopall"] = (all, given) => Done(() => all.StopAll(given.Job())),
        ["scale"] = (all, given) => Result("numprocesses", all.Scale(given.Job(), Scaling.Parse(given.TextOrNumber("n")))),
        ["commit"] = (all, given) => new JsonObject { ["ok"] = true, ["pid"] = all.Commit(given.Job(), given.Seconds("graceful_timeout"), given.Environment()) },
        ["info"] = (all, given) => Result("info", Json(all.Info(given.Job()), SupervisionJson.Default.JobInfo)),
        ["stats"] = (all, given) => Result("stats", Json(all.Stats(given.Job()), SupervisionJson.Default.JobStats)),
        ["history"] = (all, given) => Result("history", new JsonArray([.. History(all, given).Select(record => Json(record, SupervisionJson.Default.ProcessRecord))])),
        ["killall"] = (all, given) => Done(() => all.KillAll(given.Job(), given.Signal())),
        ["kill"] = (all, given) => Done(() => all.Kill(given.Pid(), given.Signal())),
        ["stop_process"] = (all, given) => Done(() => all.StopProcess(given.Pid())),
        ["process_info"] = (all, given) => Result("info", Json(all.ProcessInfo(given.Pid()), SupervisionJson.Default.ProcessInfo)),
        ["process_stats"] = (all, given) => Result("stats", Json(all.Stats(given.Pid()), SupervisionJson.Default.ProcessStats)),
        ["eof"] = (all, given) => Done(() => all.EndInput(given.Pid(), given.TextOrNull("stream"))),
        ["reopen"] = (all, _) => Done(all.ReopenLogs),
    };

    /// <summary>Those that wait for a process.</summary>
    private static readonly Dictionary<string, Func<Supervisor, CommandArguments, Task<JsonObject>>> Waiting = new()
    {
        ["send"] = async (all, given) =>
        {
            await all.SendAsync(given.Pid(), given.Data(), given.TextOrNull("stream")).ConfigureAwait(false);
            return Ok();
        },
        ["restart"] = async (all, given) =>
        {
            if (!given.Has("batch"))
            {
                return Done(() => all.Restart(given.Job()));
            }

            var replaced = await all.RestartAsync(given.Job(), Batch.Parse(given.TextOrNumber("batch")), given.Seconds("timeout")).ConfigureAwait(false);
            return new JsonObject { ["ok"] = true, ["replaced"] = replaced };
        },
    };

    /// <summary>gaffer's names for what has a shorter one here.</summary>
    private static readonly Dictionary<string, string> OtherNames = new() { ["start_job"] = "start", ["stop_job"] = "stop" };

    /// <summary>The commands, without other names of the same.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. Commands.Keys, .. Waiting.Keys];

    /// <summary>Those of them that may take their time, since they wait for a process.</summary>
    public static IReadOnlyCollection<string> Slow { get; } = [.. Waiting.Keys];

    /// <summary>Does what a command says, and returns its result.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">What it is given.</param>
    /// <exception cref="SupervisorException">404 <c>command_not_found</c>; 400 <c>bad_command</c>: an argument is missing or wrong; or what the supervisor says.</exception>
    public async Task<JsonObject> ExecuteAsync(string command, JsonObject arguments)
    {
        var given = new CommandArguments(arguments);
        var name = OtherNames.GetValueOrDefault(command, command);
        try
        {
            if (Waiting.TryGetValue(name, out var wait))
            {
                return await wait(supervisor, given).ConfigureAwait(false);
            }

            return Commands.TryGetValue(name, out var execute) ? execute(supervisor, given)
                : throw new SupervisorException(404, "command_not_found", $"there is no command '{command}'; there are {string.Join(", ", Names.Order(StringComparer.Ordinal))}");
        }
        catch (IOException failure)
        {
            throw new SupervisorException(400, "io_error", failure.Message);
        }
    }

    private static JobConfig Config(CommandArguments given) => JobConfigReader.Read(given.Object("config"));

    private static IReadOnlyList<ProcessRecord> History(Supervisor all, CommandArguments given) =>
        all.History(given.Job(), given.CountOrNull("n") ?? int.MaxValue, given.SecondsSince1970("since"));

    private static string Session(CommandArguments given) => given.TextOrNull("sessionid") ?? JobName.DefaultSession;

    /// <summary>A job may say itself whether it is started.</summary>
    private static bool StartOf(CommandArguments given) => new CommandArguments(given.Object("config")).Flag("start", true);

    private static JsonObject Done(Action action)
    {
        action();
        return Ok();
    }

    private static JsonObject Ok() => new() { ["ok"] = true };

    private static JsonObject Result(string name, JsonNode? value, CommandArguments? given = null)
    {
        var result = new JsonObject { [name] = value };
        if (given?.TextOrNull("sessionid") is { } session)
        {
            result["sessionid"] = session;
        }

        return result;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonNode? Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type);
}
