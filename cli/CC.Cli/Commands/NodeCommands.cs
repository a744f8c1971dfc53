using System.CommandLine;
using CC.Cli.CommandLine;
using CC.Cli.Views;
using CC.Client.Control;

namespace CC.Cli.Commands;

/// <summary>Commands that ask what a node is and does.</summary>
internal static class NodeCommands
{
    public static Command Info(Runner runner) => runner.Command("info", "tells what the node is", [], call =>
        Query.RunAsync(call, new ControlRequest { Req = ControlTypes.Info }, () => ControlJson.Default.NodeDescription, NodeView.Show));

    public static Command Routes(Runner runner) => runner.Command("routes", "lists where messages go", [], call =>
        Query.RunAsync(call, new ControlRequest { Req = ControlTypes.Routes }, () => ControlJson.Default.NodeRoutes, NodeView.Show));

    public static Command Stats(Runner runner) => runner.Command("stats", "lists what the node has counted", [], call =>
        Query.RunAsync(call, new ControlRequest { Req = ControlTypes.Stats }, () => ControlJson.Default.NodeCounters, NodeView.Show));
}
