using System.Globalization;
using System.Security.Cryptography;
using CC.Files;
using CC.Sdk;

namespace CC.Plugins.LogTail;

/// <summary>Hashes what is in a log file now. Only files of the log folder, whatever name is asked for.</summary>
internal static class SourceHash
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The SHA-256 of a part; null if there is no such file any more.</summary>
    /// <exception cref="IOException">It can't be read, or ends before.</exception>
    public static string? Of(LogFolder folder, CarriedFileName name, long begin, long end, CancellationToken cancellationToken)
    {
        if (Generation.Parse(name.Generation) is not { } generation || !long.TryParse(generation.Birth, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var birth))
        {
            return null;
        }

        var path = Path.Combine(folder.Path, Path.GetFileName(name.FileName));
        using var file = folder.OpenAgain(path, new FileIdentity(name.Device, name.Inode, birth));
        return file is null ? null : Of(file, path, begin, end, cancellationToken);
    }

    private static string Of(TailedFile file, string path, long begin, long end, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (var position = begin; position < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - position)), position);
            if (count == 0)
            {
                throw new IOException($"{path} ends at {position}, before the {end} octets that are asked for: it was cut short since");
            }

            hash.AppendData(buffer, 0, count);
            position += count;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
