using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.LogTail;

/// <summary>An open file, which stays the same file when its name changes.</summary>
internal sealed class TailedFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private TailedFile(SafeFileHandle handle, FileIdentity identity)
    {
        this.handle = handle;
        Identity = identity;
    }

    public FileIdentity Identity { get; }

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Opens a file; null if it is not there.</summary>
    public static TailedFile? Open(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, System.IO.FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return new TailedFile(handle, FileIdentity.Of(handle));
    }

    public int Read(Span<byte> buffer, long offset) => RandomAccess.Read(handle, buffer, offset);

    /// <summary>What precedes an offset, to tell later whether the file is still the same up to there.</summary>
    public Fingerprint FingerprintAt(long offset)
    {
        Span<byte> octets = stackalloc byte[(int)Math.Min(offset, Fingerprint.MaxLength)];
        var start = offset - octets.Length;
        return RandomAccess.Read(handle, octets, start) == octets.Length ? Fingerprint.Of(octets) : Fingerprint.None;
    }

    public void Dispose() => handle.Dispose();
}
