using System.Diagnostics;
using System.Globalization;
using CC.Bench.Load;

namespace CC.Bench.Jobs;

/// <summary>A child that ends at once, started again and again: what is left of it in the node.</summary>
internal static class RestartsBenchmark
{
    private const int Copies = 4;

    private const int Tenths = 10;
    private const int Half = (Tenths / 2) - 1;

    public static async Task RunAsync(int restarts)
    {
        await using var jobs = (CcJobs)await CcJobs.StartAsync();
        var node = jobs.Own.Single();
        await jobs.RestartForEverAsync(Copies, "/bin/true");
        await UntilAsync(jobs, Copies);
        await jobs.UnloadAsync(); // so that what a supervisor has by itself is there
        var before = await Left.OfAsync(node, new Left(0, 0, 0));
        var started = Stopwatch.GetTimestamp();
        await jobs.RestartForEverAsync(Copies, "/bin/true");
        var memory = new List<double>();
        for (var tenth = 1; tenth <= Tenths; tenth++)
        {
            await UntilAsync(jobs, restarts / Tenths * tenth);
            memory.Add(await SettledMemoryAsync(node) / 1e6);
        }

        var took = Stopwatch.GetElapsedTime(started);
        await jobs.UnloadAsync();
        var after = await Left.OfAsync(node, before);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{restarts} restarts in {took.TotalSeconds:0} s, {restarts / took.TotalSeconds:0} a second; resident MB after each tenth: {string.Join(" ", memory.Select(megabytes => megabytes.ToString("0.0", CultureInfo.InvariantCulture)))}"));
        Console.WriteLine($"before: {before}; after: {after}");
        Goal.AtMost("growth of resident memory since the first tenth, %", Growth(memory[0], memory[^1]), 5);
        Goal.AtMost("the same in the second half, when the garbage collector has found its size, %", Growth(memory[Half], memory[^1]), 5);
        Goal.AtMost("descriptors more than before", after.Descriptors - before.Descriptors, 0);
        Goal.AtMost("threads more than before", after.Threads - before.Threads, 0);
        Goal.AtMost("children, zombies included", after.Children, 0);
    }

    private static double Growth(double from, double to) => 100 * (to - from) / from;

    private static async Task UntilAsync(CcJobs jobs, int restarts)
    {
        while (await jobs.LastPidAsync() < restarts)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>The least of what is seen during some seconds: garbage comes and goes.</summary>
    private static async Task<long> SettledMemoryAsync(int node)
    {
        var least = long.MaxValue;
        for (var look = 0; look < 20; look++)
        {
            least = Math.Min(least, ProcessTable.Resident(node));
            await Task.Delay(100);
        }

        return least;
    }

    private sealed record Left(int Descriptors, int Threads, int Children)
    {
        /// <summary>Looked at until no more is left than was before, for up to a minute: the thread pool keeps what it has not needed for a while.</summary>
        public static async Task<Left> OfAsync(int node, Left before)
        {
            var left = Of(node);
            for (var look = 0; look < 60 && (left.Descriptors > before.Descriptors || left.Threads > before.Threads || left.Children > before.Children); look++)
            {
                await Task.Delay(1000);
                left = Of(node);
            }

            return left;
        }

        private static Left Of(int node) => new(
            Directory.GetFileSystemEntries($"/proc/{node}/fd").Length, Directory.GetDirectories($"/proc/{node}/task").Length, ProcessTable.Children(node).Count());
    }
}
