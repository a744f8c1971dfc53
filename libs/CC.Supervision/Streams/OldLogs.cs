using System.Globalization;
using System.IO.Compression;

namespace CC.Supervision.Streams;

/// <summary>The files that were put aside: <c>PATH.TIME</c>, or <c>PATH.TIME.gz</c>, oldest first by name. Compressing is done beside, one after the other.</summary>
internal sealed class OldLogs(LogRules rules, Action<string> failed)
{
    private readonly Lock gate = new();
    private Task working = Task.CompletedTask;
    private int number;

    /// <summary>Puts the file aside under a name with that time.</summary>
    public void Add(DateTimeOffset now)
    {
        // The number keeps apart, and in order, what is put aside within a millisecond.
        var name = string.Create(CultureInfo.InvariantCulture, $"{rules.Path}.{now.UtcDateTime:yyyyMMdd-HHmmss.fff}-{number++ % 1000:000}");
        File.Move(rules.Path, name);
        lock (gate)
        {
            working = working.ContinueWith(_ => Tidy(name), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Completes when what was put aside is compressed.</summary>
    public Task WhenTidyAsync()
    {
        lock (gate)
        {
            return working;
        }
    }

    private void Tidy(string name)
    {
        try
        {
            if (rules.Compresses)
            {
                Compress(name);
            }

            foreach (var surplus in Names().SkipLast(rules.Keep))
            {
                File.Delete(surplus);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failed($"old files of {rules.Path} can't be kept in order: {failure.Message}");
        }
    }

    private static void Compress(string name)
    {
        using (var source = File.OpenRead(name))
        using (var target = new GZipStream(File.Create($"{name}.gz.part"), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        File.Move($"{name}.gz.part", $"{name}.gz", overwrite: true);
        File.Delete(name);
    }

    private IEnumerable<string> Names()
    {
        var path = Path.GetFullPath(rules.Path);
        return Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.????????-??????.*")
            .Where(name => !name.EndsWith(".part", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }
}
