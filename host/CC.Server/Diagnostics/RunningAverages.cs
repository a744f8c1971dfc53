namespace CC.Server.Diagnostics;

/// <summary>Sums over the last minute, five and fifteen minutes, in buckets of five seconds; the one being filled is left out.</summary>
internal sealed class RunningAverages(Counters counters)
{
    public static readonly TimeSpan Bucket = TimeSpan.FromSeconds(5);

    private static readonly int[] Windows = [60, 300, 900];

    private readonly Queue<SortedDictionary<string, double>> buckets = new();
    private SortedDictionary<string, double> before = [];

    /// <summary>Closes the bucket that was being filled.</summary>
    public void Sample()
    {
        var now = counters.Snapshot();
        lock (buckets)
        {
            buckets.Enqueue(Statistics.Difference(now, before));
            before = now;
            if (buckets.Count > Windows[^1] / Bucket.TotalSeconds)
            {
                buckets.Dequeue();
            }
        }
    }

    /// <summary>For each window a heading and lines <c>key: sum, sum per bucket, sum per second</c>.</summary>
    public IEnumerable<string> Lines()
    {
        SortedDictionary<string, double>[] all;
        lock (buckets)
        {
            all = [.. buckets];
        }

        foreach (var window in Windows)
        {
            yield return $"[avg:{window}]";
            var inWindow = all.TakeLast((int)(window / Bucket.TotalSeconds)).ToArray();
            foreach (var key in inWindow.SelectMany(bucket => bucket.Keys).Distinct().Order(StringComparer.Ordinal))
            {
                var sum = inWindow.Sum(bucket => bucket.GetValueOrDefault(key));
                yield return $"{key}: {Show(sum)} {Show(sum / inWindow.Length)} {Show(sum / (inWindow.Length * Bucket.TotalSeconds))}";
            }

            yield return "";
        }
    }

    private static string Show(double value) => Statistics.Format(Math.Round(value, 6));
}
