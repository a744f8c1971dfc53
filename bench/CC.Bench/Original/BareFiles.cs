using System.Diagnostics;
using CC.Files;

namespace CC.Bench.Original;

/// <summary>What the file system gives: the calls that a file needs at least, by one thread that does nothing else.</summary>
internal static class BareFiles
{
    /// <summary>Seconds to make files, write them, give them their time and rename them; with a flush, each is on the disk before it is renamed, and so is the folder at the end.</summary>
    public static double Write(string folder, int count, ReadOnlySpan<byte> content, bool flush)
    {
        Directory.CreateDirectory(folder);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var path = Path.Combine(folder, $".{i}.new");
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                RandomAccess.Write(file, content, 0);
                File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
                if (flush)
                {
                    DiskFlusher.Instance.FlushFile(file);
                }
            }

            File.Move(path, Path.Combine(folder, $"{i}"), overwrite: true);
        }

        if (flush)
        {
            DiskFlusher.Instance.FlushFolder(folder);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
