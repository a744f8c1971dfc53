using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.InfoWriter;

/// <summary>A file that is written beside its target, and takes its place when it is whole. Until then, whatever becomes of it, the target is as it was.</summary>
internal sealed class Successor : IDisposable
{
    private readonly OwnFiles own;
    private readonly SafeFileHandle handle;
    private bool isDurable;
    private bool isInPlace;

    private Successor(string target, string path, OwnFiles own)
    {
        this.own = own;
        Target = target;
        Path = path;
        handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Target { get; }

    /// <summary>The file, open until it takes its place.</summary>
    public SafeFileHandle Handle => handle;

    /// <summary>Where it is until it takes its place.</summary>
    public string Path { get; }

    public long Length { get; private set; }

    /// <summary>Begins one in the target's folder, which is there.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static Successor Begin(string target, OwnFiles own) => new(target, own.Next(System.IO.Path.GetDirectoryName(target)!), own);

    /// <exception cref="IOException">They can't be written.</exception>
    public void Append(ReadOnlySpan<byte> octets)
    {
        RandomAccess.Write(handle, octets, Length);
        Length += octets.Length;
    }

    /// <summary>It is whole: gives it the time of the file that it is a copy of.</summary>
    public void Complete(long modified)
    {
        var time = DateTime.UnixEpoch.AddTicks(modified);
        File.SetLastAccessTimeUtc(handle, time);
        File.SetLastWriteTimeUtc(handle, time);
    }

    /// <exception cref="IOException">It may not be durable.</exception>
    public void Flush(IFlusher flusher)
    {
        if (!isDurable)
        {
            flusher.FlushFile(handle);
            isDurable = true;
        }
    }

    /// <summary>Takes the target's place; what was there is kept under the name with an addition, if there is one.</summary>
    /// <exception cref="IOException">It can't; the target is as before.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not; likewise.</exception>
    public void TakePlace(string kept)
    {
        handle.Dispose();
        if (kept.Length > 0)
        {
            SecondName.Give(Target, Target + kept, own.Next(System.IO.Path.GetDirectoryName(Target)!));
        }

        File.Move(Path, Target, overwrite: true);
        isInPlace = true;
    }

    /// <summary>Removes it, if it is not in its place.</summary>
    public void Dispose()
    {
        handle.Dispose();
        if (!isInPlace)
        {
            try
            {
                File.Delete(Path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next writer removes what is left behind.
            }
        }
    }
}
