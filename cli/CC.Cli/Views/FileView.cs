using CC.Cli.Files;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Views;

/// <summary>Shows the files that nodes carry.</summary>
internal static class FileView
{
    public static void Show(FileList list, Terminal terminal)
    {
        var listing = new Listing(
            new Column("ROLE"),
            new Column("SECTION", Shorten.End, Drop: 2),
            new Column("HOST", Shorten.End, Drop: 1),
            new Column("FILE", Shorten.Middle),
            new Column("STATE"),
            new Column("ACKED", IsNumber: true),
            new Column("SIZE", IsNumber: true),
            new Column("IN FLIGHT", IsNumber: true));
        foreach (var file in list.Files)
        {
            listing.Add(file.Role, file.Section, file.Host, file.Filename, file.State, file.Acked, file.Size, file.InFlight);
        }

        listing.Write(terminal);
        Tell(list.Unseen, terminal);
    }

    public static void Show(FileVerification verification, Terminal terminal)
    {
        var listing = new Listing(
            new Column("FINDING"),
            new Column("FILE", Shorten.Middle),
            new Column("FROM", IsNumber: true),
            new Column("TO", IsNumber: true),
            new Column("TARGET", Shorten.Middle, Drop: 1),
            new Column("WHY", Shorten.End, Drop: 2));
        foreach (var file in verification.Files)
        {
            listing.Add(Cell.Finding(file.Finding, file.IsBad), file.Filename, file.Begin, file.End, file.Target, file.Text);
        }

        if (verification.Files.Count > 0)
        {
            listing.Write(terminal);
        }

        terminal.Say(verification.Summary);
        Tell(verification.Unseen, terminal);
    }

    private static void Tell(IEnumerable<UnseenCarrier> unseen, Terminal terminal)
    {
        foreach (var carrier in unseen)
        {
            terminal.Tell($"the files of {carrier.Section} are not known: {carrier.Why}");
        }
    }
}
