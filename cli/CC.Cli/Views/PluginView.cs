using System.Globalization;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Views;

/// <summary>Shows plugins.</summary>
internal static class PluginView
{
    private const int HashDigits = 8;

    public static void ShowAll(PluginList list, Terminal terminal)
    {
        var listing = new Listing(
            new Column("NAME"),
            new Column("STATE"),
            new Column("VERSION", Drop: 1),
            new Column("CALLS", IsNumber: true, Drop: 2),
            new Column("ERRORS", IsNumber: true, Drop: 2),
            new Column("LOADED", Drop: 4),
            new Column("SHA256", Drop: 3),
            new Column("PATH", Drop: 5));
        foreach (var plugin in list.Plugins)
        {
            listing.Add(
                plugin.Name,
                Cell.State(plugin.State),
                plugin.Version,
                plugin.Components.Sum(component => component.Calls),
                Cell.Fault(plugin.Components.Sum(component => component.Errors)),
                Words.Moment(plugin.Loaded, "MM-dd HH:mm"),
                plugin.Sha256[..Math.Min(HashDigits, plugin.Sha256.Length)],
                plugin.Path);
        }

        listing.Write(terminal);
        foreach (var plugin in list.Plugins.Where(plugin => plugin.Why.Length > 0))
        {
            terminal.Tell($"{plugin.Name}: {plugin.Refused}: {plugin.Why}");
        }
    }

    public static void ShowOne(PluginList list, Terminal terminal)
    {
        foreach (var plugin in list.Plugins)
        {
            Show(plugin, terminal);
        }
    }

    public static void Show(PluginVerification verification, Terminal terminal)
    {
        var details = new Details();
        details.Add("plugin", verification.Plugin);
        details.Add("loaded", Hash(verification.LoadedSha256));
        details.Add("on the disk", Hash(verification.DiskSha256));
        details.Add("same", IsSame(verification) ? "yes" : "no");
        details.Add("signature", Cell.State(verification.Signature));
        details.Add("", verification.Text);
        details.Write(terminal);
        ShowFindings(verification, terminal);
    }

    /// <summary>Signatures that do not count are no difference.</summary>
    private static bool IsSame(PluginVerification verification) =>
        verification.LoadedSha256 == verification.DiskSha256
        && verification.Findings.All(finding => finding.Finding.StartsWith("signature-", StringComparison.Ordinal));

    private static void ShowFindings(PluginVerification verification, Terminal terminal)
    {
        if (verification.Findings is [])
        {
            return;
        }

        var listing = new Listing(new Column("FILE", Shorten.Middle), new Column("FINDING"), new Column("WHY", Shorten.End));
        foreach (var finding in verification.Findings)
        {
            listing.Add(finding.File, Cell.State(finding.Finding), finding.Text);
        }

        terminal.WriteLine("");
        listing.Write(terminal);
    }

    private static string Hash(string hash) => hash.Length > 0 ? hash : "nothing";

    private static void Show(PluginDescription plugin, Terminal terminal)
    {
        var details = new Details();
        details.Add("name", plugin.Name);
        details.Add("state", Cell.State(plugin.State));
        details.Add("refused", Cell.State(plugin.Refused));
        details.Add("why", plugin.Why);
        details.Add("version", plugin.Version);
        details.Add("sdk", plugin.Sdk);
        details.Add("path", plugin.Path);
        details.Add("sha256", plugin.Sha256);
        details.Add("signer", plugin.Signer);
        details.Add("loaded", Words.Moment(plugin.Loaded));
        details.Add("took", plugin.LoadMs > 0 ? string.Create(CultureInfo.InvariantCulture, $"{plugin.LoadMs:0.0} ms") : "");
        details.Add("builds taken", plugin.Loads);
        details.Add("builds gone", plugin.Unloaded);
        details.Write(terminal);
        ShowComponents(plugin, terminal);
        ShowLeaving(plugin, terminal);
    }

    private static void ShowComponents(PluginDescription plugin, Terminal terminal)
    {
        if (plugin.Components is [])
        {
            return;
        }

        var listing = new Listing(
            new Column("COMPONENT"),
            new Column("KIND"),
            new Column("SECTION", Shorten.End),
            new Column("STATE"),
            new Column("CALLS", IsNumber: true),
            new Column("ERRORS", IsNumber: true),
            new Column("WAITING", IsNumber: true),
            new Column("LAST ERROR", Shorten.End));
        foreach (var component in plugin.Components)
        {
            listing.Add(
                component.Component,
                component.Kind,
                component.Section,
                Cell.State(component.State),
                component.Calls,
                Cell.Fault(component.Errors),
                component.Waiting,
                component.Why.Length > 0 ? component.Why : component.LastError);
        }

        terminal.WriteLine("");
        listing.Write(terminal);
    }

    private static void ShowLeaving(PluginDescription plugin, Terminal terminal)
    {
        if (plugin.Leaving is [])
        {
            return;
        }

        var listing = new Listing(new Column("STILL IN MEMORY", Shorten.End), new Column("STATE"), new Column("SINCE"), new Column("SIZE", IsNumber: true), new Column("HELD BY", Shorten.End));
        foreach (var build in plugin.Leaving)
        {
            listing.Add(build.Version, Cell.State(build.State), Words.Moment(build.Since), Words.Octets(build.Octets), string.Join("; ", build.Causes.Select(cause => cause.Text)));
        }

        terminal.WriteLine("");
        listing.Write(terminal);
    }
}
