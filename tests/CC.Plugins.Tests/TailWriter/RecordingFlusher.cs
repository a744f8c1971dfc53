using System.Text.RegularExpressions;
using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.Tests.TailWriter;

/// <summary>Flushes nothing, and takes down what was to be flushed, with what was in it at that time: of a journal, the last position noted.</summary>
internal sealed partial class RecordingFlusher : IFlusher
{
    public List<string> Events { get; } = [];

    /// <summary>Whether there is a way to flush a whole file system.</summary>
    public bool HasFileSystem { get; set; } = true;

    /// <summary>The name of a file that can't be flushed.</summary>
    public string? Broken { get; set; }

    public void FlushFile(SafeFileHandle file)
    {
        var path = new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget!;
        var name = Path.GetFileName(path);
        Events.Add(name.EndsWith(".positions", StringComparison.Ordinal) ? $"noted {LastPosition(path)}" : $"{name} has {File.ReadAllText(path).ReplaceLineEndings("|")}");
        if (name == Broken)
        {
            throw new IOException("the disk is broken");
        }
    }

    public void FlushFolder(string folder) => Events.Add($"folder {Path.GetFileName(folder)}");

    public bool TryFlushFileSystem(SafeFileHandle file)
    {
        Events.Add("file system");
        return HasFileSystem;
    }

    private static string LastPosition(string journal) => Position().Matches(File.ReadAllText(journal)).Last().Groups[1].Value;

    [GeneratedRegex("\"next\":([0-9]+)")]
    private static partial Regex Position();
}
