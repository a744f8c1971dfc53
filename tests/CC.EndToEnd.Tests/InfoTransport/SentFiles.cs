using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.InfoTransport;

/// <summary>The files of a folder that is sent, and their copies at the other end.</summary>
internal sealed class SentFiles(string folder, string copies)
{
    /// <summary>Two clocks may round the same time differently.</summary>
    private const long TicksApart = 10;

    public string Folder { get; } = folder;

    /// <summary>Makes or replaces a file that is sent, at once.</summary>
    public void Write(string name, byte[] content)
    {
        var aside = $"{Folder}.aside";
        File.WriteAllBytes(aside, content);
        File.Move(aside, Path.Combine(Folder, name), overwrite: true);
    }

    /// <summary>Whether the copy of a file is the same as the file, its time included.</summary>
    public bool IsCopied(string name)
    {
        var (file, copy) = (new FileInfo(Path.Combine(Folder, name)), new FileInfo(Path.Combine(copies, name)));
        return copy.Exists && copy.Length == file.Length && Math.Abs((copy.LastWriteTimeUtc - file.LastWriteTimeUtc).Ticks) < TicksApart
            && File.ReadAllBytes(copy.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(file.FullName));
    }

    /// <summary>Waits until all files have arrived as they are, and there is nothing else.</summary>
    public async Task AllArriveAsync(Func<string> story)
    {
        var missing = Names(Folder).ToList();
        await Eventually.TrueAsync(
            () =>
            {
                missing.RemoveRange(0, missing.TakeWhile(IsCopied).Count());
                return missing.Count == 0;
            },
            () => $"{missing.Count} files do not arrive, such as {missing[0]}\n{story()}");
        Assert.Equal(Names(Folder), Names(copies));
    }

    /// <summary>Hidden ones are among them.</summary>
    private static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
