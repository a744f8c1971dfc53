using System.CommandLine;
using CC.Cli.CommandLine;
using CC.Cli.Files;
using CC.Cli.Views;
using CC.Client.Control;

namespace CC.Cli.Commands;

/// <summary>Commands about the files that nodes carry from one machine to another.</summary>
internal static class FileCommands
{
    /// <summary>Files are hashed as a whole.</summary>
    private static readonly TimeSpan PatienceForHashes = TimeSpan.FromMinutes(10);

    public static Command All(Runner runner) => new("files", "tells which files are carried between machines, and whether both ends have the same")
    {
        Status(runner),
        Verify(runner),
    };

    private static Command Status(Runner runner)
    {
        var section = new Option<string>("--section") { Description = "only files of this section, such as d:logtail", HelpName = "SECTION", DefaultValueFactory = _ => "" };
        var match = Match();
        return runner.Command("status", "lists the files that the node carries, and how far they are", [section, match], async call =>
        {
            var list = await new CarryingNode(call.Connect(), call.Limit).FilesAsync(call.Value(section), call.Value(match));
            if (call.Json)
            {
                call.Terminal.WriteLine(CliJson.Write(list, ControlJson.Default.FileList));
            }
            else
            {
                FileView.Show(list, call.Terminal);
            }

            return ExitCode.Ok;
        });
    }

    private static Command Verify(Runner runner)
    {
        var source = new Option<string?>("--source") { Description = "the node that the files come from; without it, the one that -e, -c or CC_ENDPOINT names", HelpName = "URL" }.NotEmpty();
        var target = new Option<string>("--target") { Description = "the node that they go to", HelpName = "URL", Required = true }.NotEmpty();
        var match = Match();
        return runner.Command("verify", "compares what is acknowledged of each file at both ends, byte for byte by SHA-256; ends with 1 if anything differs, or can't be compared", [source, target, match], async call =>
        {
            var limit = call.GivenLimit ?? PatienceForHashes;
            var from = new CarryingNode(call.Value(source) is { } url ? call.Connect(url, "--source") : call.Connect(), limit);
            var verification = await new FileComparison(from, new CarryingNode(call.Connect(call.Value(target), "--target"), limit)).RunAsync(call.Value(match));
            if (call.Json)
            {
                call.Terminal.WriteLine(CliJson.Write(verification, CliJson.Default.FileVerification));
            }
            else
            {
                FileView.Show(verification, call.Terminal);
            }

            return verification.Files.Any(file => file.IsBad) || verification.Unseen.Count > 0 ? ExitCode.Failed : ExitCode.Ok;
        });
    }

    private static Option<string> Match() => new("--match", "-m") { Description = "only files whose path matches; * and ? stand for any characters", HelpName = "PATTERN", DefaultValueFactory = _ => "" };
}
