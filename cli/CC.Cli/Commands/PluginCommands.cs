using System.CommandLine;
using CC.Cli.CommandLine;
using CC.Cli.Views;
using CC.Client.Control;

namespace CC.Cli.Commands;

/// <summary>Commands about a node's plugins.</summary>
internal static class PluginCommands
{
    /// <summary>A build is probed, and one that leaves has its time to do so.</summary>
    private static readonly TimeSpan PatienceForChanges = TimeSpan.FromSeconds(60);

    public static Command All(Runner runner) => new("plugins", "lists and changes the node's plugins, and signs them")
    {
        List(runner),
        Describe(runner),
        Change(runner, "load", "loads a plugin from its folder", ControlTypes.PluginLoad),
        Change(runner, "unload", "takes a plugin out of service", ControlTypes.PluginUnload),
        Change(runner, "reload", "loads a plugin anew, and has it take over", ControlTypes.PluginReload),
        Change(runner, "release", "gives quarantined handlers of a plugin, or of a section, another chance", ControlTypes.PluginRelease),
        Verify(runner),
        SignCommand.Create(runner),
    };

    private static Command List(Runner runner) => runner.Command("list", "lists the plugins", [], call =>
        Query.RunAsync(call, new ControlRequest { Req = ControlTypes.PluginList }, () => ControlJson.Default.PluginList, PluginView.ShowAll));

    private static Command Describe(Runner runner)
    {
        var name = Name();
        return runner.Command("info", "tells all about one plugin", [name], call =>
            Query.RunAsync(call, new ControlRequest { Req = ControlTypes.PluginInfo, Name = call.Value(name) }, () => ControlJson.Default.PluginList, PluginView.ShowOne));
    }

    private static Command Change(Runner runner, string verb, string description, string type)
    {
        var name = Name();
        return runner.Command(verb, description, [name], call => Query.RunAsync(
            call,
            new ControlRequest { Req = type, Name = call.Value(name) },
            () => ControlJson.Default.ChangeReply,
            (reply, terminal) => terminal.Say(reply.Text),
            PatienceForChanges));
    }

    private static Command Verify(Runner runner)
    {
        var name = Name();
        return runner.Command("verify", "compares what is loaded with all files on the disk, and looks at the signatures; ends with 1 if any differs or does not count", [name], call =>
            Query.RunAsync(
                call,
                new ControlRequest { Req = ControlTypes.PluginVerify, Name = call.Value(name) },
                () => ControlJson.Default.PluginVerification,
                PluginView.Show,
                judge: IsSound));
    }

    private static ExitCode IsSound(PluginVerification verification) =>
        verification is { Findings: [], Signature: "valid" or "not-required" } && verification.LoadedSha256 == verification.DiskSha256 ? ExitCode.Ok : ExitCode.Failed;

    private static Argument<string> Name() => new Argument<string>("NAME") { Description = "the plugin's name, such as Echo" }.NotEmpty();
}
