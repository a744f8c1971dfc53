using CC.Client.Control;

namespace CC.Cli.Files;

/// <summary>Compares files at both ends, by the hashes of what is acknowledged.</summary>
internal sealed class FileComparison(CarryingNode source, CarryingNode target)
{
    /// <exception cref="CommandFailure">A node is not there, or says no.</exception>
    public async Task<FileVerification> RunAsync(string match)
    {
        var sources = await source.FilesAsync("", match);
        var targets = await target.FilesAsync("", match);
        var findings = new List<FileFinding>();
        foreach (var pair in FilePair.Match(sources.Files, targets.Files, sources.Hostname))
        {
            findings.Add(await CompareAsync(pair));
        }

        return new FileVerification { Source = source.Endpoint, Target = target.Endpoint, Files = findings, Unseen = [.. sources.Unseen, .. targets.Unseen] };
    }

    private async Task<FileFinding> CompareAsync(FilePair pair)
    {
        var (begin, end) = pair.Part;
        var finding = new FileFinding { Filename = pair.Filename, Finding = FileFinding.Waiting, Begin = begin, End = end, Target = pair.Target?.Path ?? "" };
        if (pair.Target is null)
        {
            return pair.Source!.Acked > pair.Source.Begin ? finding with { Finding = FileFinding.Missing, Text = "it is acknowledged, and the target has nothing of it" } : finding with { End = begin };
        }

        if (end <= begin)
        {
            return pair.Source is { } file && file.Acked > pair.Target.Acked
                ? finding with { Finding = FileFinding.Missing, Text = $"{file.Acked} octets are acknowledged, and the target has {pair.Target.Acked}" }
                : finding with { End = begin };
        }

        if (pair.Source is { } known && known.Acked > pair.Target.Acked)
        {
            return finding with { Finding = FileFinding.Missing, Text = $"{known.Acked} octets are acknowledged, and the target has {pair.Target.Acked}" };
        }

        return await HashAsync(pair, finding);
    }

    private async Task<FileFinding> HashAsync(FilePair pair, FileFinding finding)
    {
        try
        {
            var here = source.HashAsync(pair.Source ?? pair.Target!, pair.Source?.Section ?? "", finding.Begin, finding.End);
            var there = target.HashAsync(pair.Target!, pair.Target!.Section, finding.Begin, finding.End);
            await Task.WhenAll(here, there);
            return (await here) == (await there)
                ? finding with { Finding = FileFinding.Identical }
                : finding with { Finding = FileFinding.Different, Text = $"sha256 {await here} here, {await there} there" };
        }
        catch (CommandFailure no) when (no.Code == ExitCode.Refused)
        {
            var isGone = pair.Source is null && no.Message.EndsWith($"({ControlErrors.Unknown})", StringComparison.Ordinal);
            return finding with { Finding = isGone ? FileFinding.Gone : FileFinding.Unreadable, Text = no.Message };
        }
    }
}
