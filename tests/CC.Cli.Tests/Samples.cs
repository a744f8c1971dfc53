using CC.Client.Control;

namespace CC.Cli.Tests;

/// <summary>Answers as nodes give them.</summary>
internal static class Samples
{
    public const string Hash = "6b4b0fb3431c912a64977a4d8b374989f8073e1daf99f4fbcb8d0db0c964320c";

    public static PingReply Ping { get; } = new() { Req = ControlTypes.Reply, JobName = "node1", Version = "1.0.0", Pid = 42 };

    public static HandlerDescription Handler { get; } = new()
    {
        Section = "h:a-section-with-a-long-name",
        Kind = "handler",
        Component = "tailwriter",
        State = "active",
        Calls = 1_234_567,
        Errors = 3,
        LastError = "the disk is full: No space left on device : '/var/lib/cc/copies/host/some.log'",
        Waiting = 12,
    };

    public static PluginList Plugins { get; } = new()
    {
        Req = ControlTypes.Reply,
        Plugins =
        [
            Plugin("Echo", "active"),
            Plugin("TailWriter", "quarantined") with { Components = [Handler] },
            Plugin("Weather", "invalid") with { Refused = "invalid", Why = "a dependency is missing", Version = "", Sha256 = "", Loaded = 0 },
        ],
    };

    public static NodeRoutes Routes { get; } = new()
    {
        Req = ControlTypes.Reply,
        Routes = [new RouteDescription { Pattern = "pub.logtail.of.somebody", Handlers = [Handler] }, new RouteDescription { Pattern = "*", Handlers = [Handler with { State = "vacant", Errors = 0 }] }],
    };

    public static NodeCounters Counters { get; } = new()
    {
        Req = ControlTypes.Reply,
        Counters = new Dictionary<string, double> { ["seconds"] = 0.25, ["count"] = 7, ["count.dropped.a-reason-that-is-longer-than-most-names-of-reasons-are"] = 1e9 },
    };

    public static NodeDescription Node { get; } = new()
    {
        Req = ControlTypes.Reply,
        JobName = "node1",
        Version = "1.0.0",
        Sdk = "1.0",
        Pid = 42,
        CcRole = "local",
        Config = "/etc/cc/somewhere/deep/below/other/folders/that/are/many/configuration-of-this-node.ini",
        Endpoints = "tcp://127.0.0.1:22632, ipc:///run/cc/node1.sock",
        Started = 1_700_000_000,
        Memory = 73_900_000,
        CpuSeconds = 1.5,
        Runtime = ".NET 10",
        Platform = "Linux",
    };

    public static PluginVerification Verification { get; } = new()
    {
        Req = ControlTypes.Reply,
        Plugin = "Echo",
        LoadedSha256 = Hash,
        DiskSha256 = Hash,
        Signature = "valid",
        Text = "CN=Somebody",
    };

    private static PluginDescription Plugin(string name, string state) => new()
    {
        Name = name,
        State = state,
        Path = $"/opt/command-and-control/plugins/{name}/{name}.dll",
        Version = "1.0.0-alpha.20261122.5+abcdef",
        Sha256 = Hash,
        Loaded = 1_700_000_000,
    };
}
