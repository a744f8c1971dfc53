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
        if (pair is { Source: { } known, Target: { } stored } && known.Acked > stored.Acked)
        {
            return finding with { Finding = FileFinding.Missing, Text = $"{known.Acked} octets are acknowledged, and the target has {stored.Acked}" };
        }

        return end > begin || pair.IsEmpty ? await HashAsync(pair, finding) : finding with { End = begin };
    }

    /// <summary>A target that does not list a file may have it all the same, and is asked by the name that it has at the source.</summary>
    private async Task<FileFinding> HashAsync(FilePair pair, FileFinding finding)
    {
        var asking = (Here: HereAsync(), There: PartHash.AskAsync(target, pair.Target ?? pair.Source!, pair.Target?.Section ?? "", finding.Begin, finding.End));
        await Task.WhenAll(asking.Here, asking.There);
        var (here, there) = (await asking.Here, await asking.There);
        return there.IsUnknown ? finding with { Finding = FileFinding.Missing, Text = "it is acknowledged, and the target has nothing of it" }
            : here.IsUnknown ? finding with { Finding = FileFinding.Gone, Text = here.Refusal! }
            : (here.Refusal ?? there.Refusal) is { } refusal ? finding with { Finding = FileFinding.Unreadable, Text = refusal }
            : here.Sha256 == there.Sha256 ? finding with { Finding = FileFinding.Identical }
            : (await HereAsync()).IsUnknown ? finding with { Finding = FileFinding.Gone, Text = "it has changed while it was compared" }
            : finding with { Finding = FileFinding.Different, Text = $"sha256 {here.Sha256} here, {there.Sha256} there" };

        Task<PartHash> HereAsync() => PartHash.AskAsync(source, pair.Source ?? pair.Target!, pair.Source?.Section ?? "", finding.Begin, finding.End);
    }
}
