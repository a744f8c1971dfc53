using System.Security.Cryptography;
using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.InfoSender;

/// <summary>Reads one content of a file, in parts, and hashes it on the way. What is no longer that content is not handed out.</summary>
internal sealed class FileReading : IDisposable
{
    private const int Block = 1024 * 1024;

    private readonly SafeFileHandle handle;
    private readonly FileVersion version;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long hashed;

    private FileReading(SafeFileHandle handle, FileVersion version)
    {
        this.handle = handle;
        this.version = version;
    }

    private bool IsSame => FileVersion.Of(FileStatus.Of(handle)) == version;

    /// <summary>Opens a file; null if it is not there, or has another content.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileReading? TryOpen(string path, FileVersion version)
    {
        if (ForeignFile.OpenRead(path) is not { } handle)
        {
            return null;
        }

        var reading = new FileReading(handle, version);
        if (reading.IsSame)
        {
            return reading;
        }

        reading.Dispose();
        return null;
    }

    /// <summary>Reads a part; false if the file has been changed.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public bool TryRead(long offset, int length, out ReadOnlyMemory<byte> content)
    {
        var octets = new byte[length];
        content = octets;
        return TryHashTo(offset) && TryFill(octets, offset) && IsSame && Hash(octets, offset);
    }

    /// <summary>The hash of the whole content, once all of it was read.</summary>
    public string? HashOfAll() => hashed == version.Size ? $"SHA-256:{Convert.ToHexStringLower(hash.GetCurrentHash())}" : null;

    public void Dispose()
    {
        handle.Dispose();
        hash.Dispose();
    }

    /// <summary>What the receiver has already from an earlier life of the sender is only hashed.</summary>
    private bool TryHashTo(long offset)
    {
        var octets = hashed < offset ? new byte[Block] : [];
        while (hashed < offset)
        {
            var part = octets.AsSpan(0, (int)Math.Min(Block, offset - hashed));
            if (!TryFill(part, hashed))
            {
                return false;
            }

            Hash(part, hashed);
        }

        return true;
    }

    /// <summary>Takes in what was not hashed before; what is sent again was.</summary>
    private bool Hash(ReadOnlySpan<byte> octets, long offset)
    {
        var known = (int)Math.Min(hashed - offset, octets.Length);
        hash.AppendData(octets[known..]);
        hashed += octets.Length - known;
        return true;
    }

    private bool TryFill(Span<byte> octets, long offset)
    {
        while (!octets.IsEmpty)
        {
            var count = RandomAccess.Read(handle, octets, offset);
            if (count == 0)
            {
                return false;
            }

            octets = octets[count..];
            offset += count;
        }

        return true;
    }
}
