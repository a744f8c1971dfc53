using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Plugins.JobMgr.Bodies;
using CC.Sdk;
using CC.Supervision;

namespace CC.Plugins.JobMgr.Daemons;

/// <summary>Daemons of the configuration, answered for as jobs by the names of their sections. What only a process can be asked for is refused.</summary>
/// <param name="daemons">The daemons as they are now.</param>
/// <param name="components">Where their sections are looked up.</param>
internal sealed class DaemonJobs(Func<IReadOnlyDictionary<string, ManagedDaemon>> daemons, IComponents components)
{
    /// <summary>What a daemon is told, or asked for, as a job is.</summary>
    private static readonly Dictionary<string, Func<DaemonJobs, string, ManagedDaemon, JsonObject>> Commands = new()
    {
        ["info"] = (all, section, daemon) => new JsonObject { ["info"] = Json(all.Describe(section, daemon)) },
        ["start"] = (_, _, daemon) => Done(daemon.Release),
        ["stop"] = (_, _, daemon) => Done(daemon.Hold),
        ["restart"] = (_, _, daemon) => Done(daemon.Restart),
        ["reload"] = (_, _, daemon) => Done(daemon.Restart),
    };

    /// <summary>Does what a command says, if it names a daemon; null if it does not.</summary>
    /// <exception cref="SupervisorException">A daemon has no use for the command.</exception>
    public JsonObject? Execute(string command, JsonObject arguments)
    {
        if (arguments["name"] is not JsonValue value || !value.TryGetValue<string>(out var name) || !daemons().TryGetValue(name, out var daemon))
        {
            return null;
        }

        return Commands.TryGetValue(command, out var execute) ? execute(this, name, daemon)
            : throw new SupervisorException(400, "not_for_daemon", $"{command} is of no use to {name}, a daemon of the configuration; it takes {string.Join(", ", Commands.Keys.Order(StringComparer.Ordinal))}");
    }

    /// <summary>Adds the daemons to a list of jobs. They are in no session.</summary>
    public void AddTo(string command, JsonObject arguments, JsonObject result)
    {
        if (arguments["sessionid"] is not null || command is not ("jobs" or "list") || result["jobs"] is not JsonArray jobs)
        {
            return;
        }

        foreach (var (section, daemon) in daemons().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            jobs.Add(command == "jobs" ? JsonValue.Create(section) : Json(Describe(section, daemon)));
        }
    }

    private DaemonInfo Describe(string section, ManagedDaemon daemon) => new()
    {
        Name = section,
        State = daemon.State,
        Active = daemon.IsRunning,
        Running = daemon.IsRunning ? 1 : 0,
        Config = Values(section),
    };

    /// <summary>A section that was removed a moment ago has none.</summary>
    private IReadOnlyDictionary<string, string> Values(string section)
    {
        try
        {
            return Secrets.Without(components.SectionOf(section).Values);
        }
        catch (OptionsException)
        {
            return new Dictionary<string, string>();
        }
    }

    private static JsonNode? Json(DaemonInfo info) => JsonSerializer.SerializeToNode(info, JobJson.Default.DaemonInfo);

    private static JsonObject Done(Action action)
    {
        action();
        return new JsonObject { ["ok"] = true };
    }
}
