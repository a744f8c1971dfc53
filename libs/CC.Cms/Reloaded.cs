namespace CC.Cms;

/// <summary>
/// Something that is made of files, and made anew when they have changed. What can't be made anew leaves the last one in force, and is told once.
/// Thread-safe.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="load">Makes it; throws <see cref="KeyStoreException"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Told why it is not made anew.</param>
internal sealed class Reloaded<T>(IReadOnlyList<string> files, Func<T> load, TimeProvider time, Action<string>? failed)
    where T : class
{
    /// <summary>How long a change may go unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock changing = new();
    private string stamp = StampOf(files);
    private long looked = time.GetTimestamp();
    private volatile T value = load();

    public T Current
    {
        get
        {
            if (time.GetElapsedTime(Interlocked.Read(ref looked)) >= Interval)
            {
                Look();
            }

            return value;
        }
    }

    private void Look()
    {
        if (!changing.TryEnter())
        {
            return; // Whoever is at it, sees to it.
        }

        try
        {
            Interlocked.Exchange(ref looked, time.GetTimestamp());
            var now = StampOf(files);
            if (now != stamp)
            {
                stamp = now;
                value = load();
            }
        }
        catch (KeyStoreException failure)
        {
            failed?.Invoke(failure.Message);
        }
        finally
        {
            changing.Exit();
        }
    }

    private static string StampOf(IReadOnlyList<string> files) => string.Join('|', files.Select(file =>
    {
        var info = new FileInfo(file);
        return info.Exists ? $"{info.LastWriteTimeUtc.Ticks} {info.Length}" : "";
    }));
}
