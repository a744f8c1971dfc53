using System.Runtime.InteropServices;
using CC.Client.Control;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Plugins;

namespace CC.Server.Administration;

/// <summary>Says how the node is, in the words of the control messages.</summary>
internal sealed class NodeReport(Node node, PluginRegistry registry, Counters counters, string configurationFile, DateTimeOffset started)
{
    public PingReply Ping() => new()
    {
        Req = ControlTypes.Reply,
        JobName = node.Configuration.Options.JobName,
        Version = ProductVersion.Text,
        Pid = Environment.ProcessId,
    };

    public NodeDescription Describe() => new()
    {
        Req = ControlTypes.Reply,
        JobName = node.Configuration.Options.JobName,
        Version = ProductVersion.Text,
        Sdk = Contract.Version.ToString(2),
        Pid = Environment.ProcessId,
        CcRole = node.Configuration.Options.CcRole.ToString().ToLowerInvariant(),
        Config = configurationFile,
        Endpoints = string.Join(", ", node.Endpoints),
        Started = Seconds(started),
        Memory = Environment.WorkingSet,
        CpuSeconds = Environment.CpuUsage.TotalTime.TotalSeconds,
        Runtime = RuntimeInformation.FrameworkDescription,
        Platform = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
    };

    public NodeCounters Counters() => new() { Req = ControlTypes.Reply, Counters = counters.Snapshot() };

    public NodeRoutes Routes()
    {
        var handlers = node.Handlers.All.ToDictionary(handler => handler.Model.Name, HandlerReport);
        return new NodeRoutes
        {
            Req = ControlTypes.Reply,
            Routes = [.. node.Configuration.Routes.Select(route => new RouteDescription
            {
                Pattern = route.Pattern,
                Handlers = [.. route.Sections.Where(handlers.ContainsKey).Select(section => handlers[section])],
            })],
        };
    }

    public PluginList Plugins() => new() { Req = ControlTypes.Reply, Plugins = registry.Select(PluginReport) };

    /// <exception cref="ControlException">There is none of that name.</exception>
    public PluginList Plugin(string name) => Plugins() is var all && all.Plugins.Where(plugin => plugin.Name == name).ToArray() is [var one]
        ? all with { Plugins = [one] }
        : throw Unknown(name);

    /// <exception cref="ControlException">There is none of that name.</exception>
    public PluginVerification Verify(string name) => PluginVerifier.Verify(registry.Find(name) ?? throw Unknown(name), registry.Sources.Options);

    private ControlException Unknown(string name) => new(
        ControlErrors.Unknown, $"there is no plugin {name}; there are: {string.Join(", ", registry.Select(entry => entry.Name))}");

    private PluginDescription PluginReport(PluginEntry entry)
    {
        var components = entry.Active is { } active ? Components(active).ToArray() : [];
        var leaving = registry.Leaving.Where(build => build.Name == entry.Name).Select(LeavingReport).ToArray();
        return new PluginDescription
        {
            Name = entry.Name,
            State = StateOf(entry, components, leaving),
            Path = entry.Path,
            Version = entry.Active?.Version ?? "",
            Sdk = entry.Active?.Sdk.ToString(2) ?? "",
            Sha256 = entry.Active?.Hash ?? "",
            Signer = entry.Active?.Signer ?? "",
            Loaded = entry.Loaded is { } loaded ? Seconds(loaded) : 0,
            LoadMs = Math.Round(entry.LoadTime.TotalMilliseconds, 1),
            Loads = entry.Loads,
            Unloaded = entry.Unloaded,
            Refused = entry.Refusal is { } refusal ? Word(refusal.State) : "",
            Why = entry.Refusal?.Why ?? "",
            Components = components,
            Leaving = leaving,
        };
    }

    private static string StateOf(PluginEntry entry, HandlerDescription[] components, LeavingBuild[] leaving) =>
        entry.State == PluginState.Active && components.Any(component => component.State == Word(PluginState.Quarantined)) ? Word(PluginState.Quarantined)
        : entry.State == PluginState.Unloaded && leaving is [.., var last] ? last.State
        : Word(entry.State);

    /// <summary>Each section that configures a component of the build, and each component that none does.</summary>
    private IEnumerable<HandlerDescription> Components(Plugin plugin)
    {
        var handlers = node.Handlers.All.Where(handler => handler.Model.Component.Uses == plugin.Uses).ToArray();
        var daemons = node.Configuration.Daemons.Values.Where(daemon => daemon.Component.Uses == plugin.Uses).ToArray();
        var tasks = node.Configuration.Tasks.Values.Where(task => task.Component.Uses == plugin.Uses).ToArray();
        var configured = handlers.Select(handler => handler.Model.Component.Type)
            .Concat(daemons.Select(daemon => daemon.Component.Type))
            .Concat(tasks.Select(task => task.Component.Type))
            .ToHashSet();
        return
        [
            .. handlers.Select(HandlerReport),
            .. daemons.Select(DaemonReport),
            .. tasks.Select(task => Description(task.Section.Name, task.Component)),
            .. plugin.Components.Where(component => !configured.Contains(component.Type)).Select(component => Description("", component)),
        ];
    }

    private HandlerDescription HandlerReport((HandlerModel Model, Routing.HandlerSlot Slot) handler)
    {
        var quarantine = node.Handlers.Quarantined.GetValueOrDefault(handler.Model.Name);
        var health = quarantine?.Health ?? handler.Slot.Occupant?.Health;
        return Description(handler.Model.Name, handler.Model.Component) with
        {
            State = quarantine is not null ? Word(PluginState.Quarantined) : handler.Model.Component.IsVacant ? "vacant" : Word(PluginState.Active),
            Why = quarantine?.Why ?? "",
            Calls = health?.Calls ?? 0,
            Errors = health?.Errors ?? 0,
            LastError = health?.LastError?.Text ?? "",
            LastErrorTime = health?.LastError is { } last ? Seconds(last.Time) : 0,
            Waiting = handler.Slot.Waiting,
        };
    }

    private HandlerDescription DaemonReport(DaemonModel daemon)
    {
        var (state, why, history) = node.Daemons.Of(daemon.Section.Name);
        return Description(daemon.Section.Name, daemon.Component) with
        {
            State = state.ToString().ToLowerInvariant(),
            Why = why,
            Calls = history.Starts,
            Errors = history.Failures,
            LastError = history.LastError?.Text ?? "",
            LastErrorTime = history.LastError is { } last ? Seconds(last.Time) : 0,
        };
    }

    private static HandlerDescription Description(string section, Component component) =>
        new() { Section = section, Kind = component.Kind.ToString().ToLowerInvariant(), Component = component.Name, State = Word(PluginState.Active) };

    private static LeavingBuild LeavingReport(RetiredBuild build) => LeavingReport(build, build.Now);

    private static LeavingBuild LeavingReport(RetiredBuild build, RetiredBuild.Standing standing) => new()
    {
        Version = build.Version,
        Sha256 = build.Hash,
        State = Word(standing.State),
        Since = Seconds(build.Since),
        Octets = build.Octets,
        Causes = [.. standing.Causes.Select(cause => new PinCause { Text = cause })],
    };

    private static string Word(PluginState state) => state.ToString().ToLowerInvariant();

    private static double Seconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
}
