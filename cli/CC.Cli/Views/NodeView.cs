using System.Globalization;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Views;

/// <summary>Shows what a node says of itself.</summary>
internal static class NodeView
{
    public static void Show(NodeDescription node, Terminal terminal)
    {
        var details = new Details();
        details.Add("name", node.JobName);
        details.Add("version", node.Version);
        details.Add("sdk", node.Sdk);
        details.Add("role", node.CcRole);
        details.Add("listens on", node.Endpoints);
        details.Add("configuration", node.Config);
        details.Add("process", node.Pid);
        details.Add("machine", node.Hostname);
        details.Add("started", Words.Moment(node.Started));
        details.Add("memory", Words.Octets(node.Memory));
        details.Add("processor time", string.Create(CultureInfo.InvariantCulture, $"{node.CpuSeconds:0.00} s"));
        details.Add("runtime", node.Runtime);
        details.Add("platform", node.Platform);
        details.Write(terminal);
    }

    public static void Show(NodeCounters counters, Terminal terminal)
    {
        var listing = new Listing(new Column("COUNTER", Shorten.Middle), new Column("VALUE", IsNumber: true));
        foreach (var (name, value) in counters.Counters.OrderBy(counter => counter.Key, StringComparer.Ordinal))
        {
            listing.Add(name, Words.Of(value));
        }

        listing.Write(terminal);
    }

    public static void Show(NodeRoutes routes, Terminal terminal)
    {
        var listing = new Listing(
            new Column("TYPE", Shorten.End),
            new Column("SECTION", Shorten.End),
            new Column("HANDLER", Shorten.End),
            new Column("STATE"),
            new Column("CALLS", IsNumber: true),
            new Column("ERRORS", IsNumber: true),
            new Column("WAITING", IsNumber: true));
        foreach (var (pattern, handler) in routes.Routes.SelectMany(route => route.Handlers.Select(handler => (route.Pattern, handler))))
        {
            listing.Add(pattern, handler.Section, handler.Component, Cell.State(handler.State), handler.Calls, Cell.Fault(handler.Errors), handler.Waiting);
        }

        listing.Write(terminal);
    }
}
