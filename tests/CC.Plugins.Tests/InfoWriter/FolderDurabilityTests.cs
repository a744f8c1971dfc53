using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>What is acknowledged outlives the machine.</summary>
public sealed class FolderDurabilityTests
{
    [Fact]
    public void A_file_is_acknowledged_once_its_folders_have_it_for_good()
    {
        var flusher = new AskingFlusher();
        using var writer = new Writer(flusher: flusher);
        flusher.Answered = () => writer.Answers.Count;

        writer.Take(new Sent("content").ToMessage());

        var top = Path.GetFileName(writer.Options.Dstdir);
        Assert.Contains(("web1", "disk"), flusher.Folders);
        Assert.Contains((top, "web1"), flusher.Folders);
        Assert.Equal(0, flusher.AnsweredBefore);
        Assert.Equal(1, writer.LastAnswer.Done);
    }

    /// <summary>Flushes nothing, and takes down which names each folder had when it was to be flushed, and whether anything was answered by then.</summary>
    private sealed class AskingFlusher : IFlusher
    {
        public Func<int> Answered { get; set; } = () => 0;

        public List<(string Folder, string Name)> Folders { get; } = [];

        public int AnsweredBefore { get; private set; }

        public void FlushFile(SafeFileHandle file) => AnsweredBefore += Answered();

        public void FlushFolder(string folder)
        {
            Folders.AddRange(Directory.EnumerateFileSystemEntries(folder).Select(entry => (Path.GetFileName(folder), Path.GetFileName(entry))));
            AnsweredBefore += Answered();
        }

        public bool TryFlushFileSystem(SafeFileHandle file)
        {
            AnsweredBefore += Answered();
            return true;
        }
    }
}
