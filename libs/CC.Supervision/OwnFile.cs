namespace CC.Supervision;

/// <summary>Files for the owner's eyes only: environments, and what programs write, hold secrets.</summary>
internal static class OwnFile
{
    /// <summary>Replaces a file as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to have.</param>
    /// <param name="durably">Whether it has to outlive a failure of the machine.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool durably)
    {
        var beside = $"{path}.new";
        using (var file = new FileStream(beside, HowToWrite()))
        {
            file.Write(content);
            file.Flush(flushToDisk: durably);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Makes a folder, unless it is there; the one that it is to be in is made by who has named it.</summary>
    public static void MakeFolder(string path)
    {
        var above = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(above))
        {
            throw new DirectoryNotFoundException($"there is no folder {above}");
        }

        Directory.CreateDirectory(path);
    }

    private static FileStreamOptions HowToWrite()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
