using CC.Client.Control;
using CC.Server.Plugins;

namespace CC.Server.Administration;

/// <summary>Compares all files of a plugin with those that the build was loaded from that serves, and looks at their signatures.</summary>
internal static class PluginVerifier
{
    /// <param name="entry">The plugin.</param>
    /// <param name="options">The section [plugins].</param>
    public static PluginVerification Verify(PluginEntry entry, PluginOptions options)
    {
        while (true)
        {
            // Its copy is kept for as long as it serves: one that did so before and after was there in between.
            var active = entry.Active;
            var verification = Verify(entry.Name, entry.Path, active, options);
            if (ReferenceEquals(active, entry.Active))
            {
                return verification;
            }
        }
    }

    private static PluginVerification Verify(string name, string main, Plugin? active, PluginOptions options)
    {
        var folder = Path.GetDirectoryName(main)!;
        var disk = FileDigests.Of(folder);
        var signatures = options.RequireSignature ? SignedFiles.Examine(options, main) : [];
        var (verdict, text) = Verdict(options, main, signatures);
        return new PluginVerification
        {
            Req = ControlTypes.Reply,
            Plugin = name,
            LoadedSha256 = active?.Hash ?? "",
            DiskSha256 = disk.GetValueOrDefault(Path.GetFileName(main), ""),
            Signature = verdict,
            Text = text,
            Findings =
            [
                .. active is null ? [] : FileDigests.Differences(Loaded(active, folder), disk).Select(difference => new PluginFinding { File = difference.File, Finding = difference.Finding }),
                .. signatures.Where(IsBad).Select(signature => new PluginFinding { File = signature.File, Finding = $"signature-{signature.Verdict}", Text = signature.Text }),
            ],
        };
    }

    /// <summary>The main assembly is as it is in memory; the others are what is in the copy that they are loaded from.</summary>
    private static Dictionary<string, string> Loaded(Plugin active, string folder) =>
        new(FileDigests.Of(active.Copy is { } copy ? Path.GetDirectoryName(copy.Main)! : folder), StringComparer.Ordinal) { [Path.GetFileName(active.Path)] = active.Hash };

    /// <summary>That of the worst signature, where signatures are required, and else that of the main assembly.</summary>
    private static (string Verdict, string Text) Verdict(PluginOptions options, string main, IReadOnlyList<(string File, string Verdict, string Text)> signatures)
    {
        var own = SignedFiles.Verdict(options, main);
        return own.Verdict == "valid" && signatures.FirstOrDefault(IsBad) is { File: not null } bad ? (bad.Verdict, bad.Text) : own;
    }

    private static bool IsBad((string File, string Verdict, string Text) signature) => signature.Verdict is "invalid" or "missing";
}
