using System.Runtime.InteropServices;

namespace CC.Files;

/// <summary>Gives a file a second name.</summary>
public static partial class SecondName
{
    /// <summary>
    /// Has a second name lead to what a file is now; what had that name before is replaced at once, so that there is never none of it. Where the file system has no hard links, it
    /// becomes a copy.
    /// </summary>
    /// <param name="path">The file; if it is not there, nothing happens.</param>
    /// <param name="second">Its second name.</param>
    /// <param name="aside">A name of nothing in the same folder, used in between.</param>
    /// <exception cref="IOException">It can't be done.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be done.</exception>
    public static void Give(string path, string second, string aside)
    {
        try
        {
            if (OperatingSystem.IsWindows() || Link(path, aside) != 0)
            {
                File.Copy(path, aside);
            }

            File.Move(aside, second, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // There is no such file.
        }
        finally
        {
            File.Delete(aside); // Of two names of one file, renaming one to the other leaves both.
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string second);
}
