namespace CC.Server.Plugins;

/// <summary>
/// A build's files as they were when it was loaded, in a folder of their own. The originals may then be overwritten in whatever way: what is loaded later, by
/// this process or by a child, is still of this build, and nothing that the runtime maps into memory changes under it.
/// </summary>
internal sealed class PluginCopy : IDisposable
{
    private readonly string original;
    private readonly string folder;

    private PluginCopy(string main, string folder)
    {
        this.folder = folder;
        original = Path.GetDirectoryName(main)!;
        Main = Path.Combine(folder, Path.GetFileName(main));
    }

    /// <summary>The main assembly.</summary>
    public string Main { get; }

    /// <summary>Copies what is in a main assembly's folder to a folder that is not there yet.</summary>
    /// <exception cref="IOException">A file can't be copied, or not be read.</exception>
    public static PluginCopy Of(string main, string folder)
    {
        var copy = new PluginCopy(main, folder);
        try
        {
            foreach (var file in FolderContent.Files(copy.original))
            {
                var target = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.Combine(copy.original, file), target);
            }

            return copy;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            copy.Dispose();
            throw new IOException($"its files can't be copied to {folder}, from where they are loaded: {failure.Message.TrimEnd('.')}; make room there, or set TMPDIR, and reload it", failure);
        }
    }

    /// <summary>Where a file of the copy has come from.</summary>
    public string OriginalOf(string file) => Path.Combine(original, Path.GetRelativePath(folder, file));

    public void Dispose() => PluginCopies.Delete(folder);
}
