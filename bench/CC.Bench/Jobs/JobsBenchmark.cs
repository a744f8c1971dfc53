using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CC.Bench.Load;

namespace CC.Bench.Jobs;

/// <summary>Processes under supervision, beside supervisord and runit, each with the same children: started, killed, captured, and left alone.</summary>
internal static partial class JobsBenchmark
{
    private const string Program = "/bin/sleep";
    private const string Argument = "86399";
    private const int Kill = 9;
    private const int Crashes = 15;
    private const int Lines = 2_000_000;

    private static readonly Func<Task<IRunningSupervisor>>[] All = [CcJobs.StartAsync, Supervisord.StartAsync, Runit.StartAsync];

    public static async Task RunAsync(int seconds)
    {
        Print($"{"",-12} {"crash->run",11} {"of 100 all",11} {"1000 up",9} {"capture",10} {"memory of",11} {"idle CPU",9}");
        Print($"{"",-12} {"ms (max)",11} {"back ms",11} {"ms",9} {"MB/s",10} {"100, MB",11} {"%",9}");
        var figures = new Dictionary<string, Figures>();
        foreach (var start in All)
        {
            var (name, one) = await MeasureAsync(start, seconds);
            figures[name] = one;
            Print($"{name,-12} {one.Crash,5:0.0} ({one.WorstCrash:0}) {one.Hundred,11:0} {one.Thousand,9:0} {one.Capture,10:0} {one.Memory,11:0.0} {one.Idle,9:0.00}");
        }

        var ours = figures["CC"];
        Goal.AtMost("ms from a crash to running again, median", ours.Crash, 2);
        Goal.AtMost("ms until 100 that were killed at once are back", ours.Hundred, 200);
        Goal.AtMost("ms until 1000 run", ours.Thousand, 3000);
        Goal.AtLeast("MB/s of output captured, to supervisord's", ours.Capture / figures["supervisord"].Capture, 1);
        Goal.AtMost("% of a core with 100 children and nothing to do", ours.Idle, 0.5);
    }

    private static async Task<(string Name, Figures)> MeasureAsync(Func<Task<IRunningSupervisor>> start, int seconds)
    {
        var figures = new Figures();
        string name;
        await using (var one = await start())
        {
            name = one.Name;
            await one.RunAsync(1, Program, Argument);
            await UntilAsync(() => Running(one).Count == 1);
            var crashes = new List<double>();
            for (var i = 0; i < Crashes; i++)
            {
                await Task.Delay(1500); // It has to count as one that had run.
                crashes.Add(CrashOne(one));
            }

            figures = figures with { Crash = Median.Of(crashes), WorstCrash = crashes.Max() };
        }

        await using (var hundred = await start())
        {
            await hundred.RunAsync(100, Program, Argument);
            await UntilAsync(() => Running(hundred).Count == 100);
            await Task.Delay(1500);
            var cpu = hundred.Own.Sum(ProcessTable.CpuSeconds);
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            figures = figures with { Idle = 100 * (hundred.Own.Sum(ProcessTable.CpuSeconds) - cpu) / seconds, Memory = hundred.Own.Sum(ProcessTable.Memory) / 1e6 };
            var before = Running(hundred).ToHashSet();
            var killed = Stopwatch.GetTimestamp();
            foreach (var process in before)
            {
                _ = Send(process, Kill);
            }

            await UntilAsync(() => Running(hundred).Count(process => !before.Contains(process)) == 100);
            figures = figures with { Hundred = Stopwatch.GetElapsedTime(killed).TotalMilliseconds };
        }

        await using (var thousand = await start())
        {
            var told = Stopwatch.GetTimestamp();
            await thousand.RunAsync(1000, Program, Argument);
            await UntilAsync(() => Running(thousand).Count == 1000);
            figures = figures with { Thousand = Stopwatch.GetElapsedTime(told).TotalMilliseconds };
        }

        return (name, figures with { Capture = await CaptureAsync(start) });
    }

    private static async Task<double> CaptureAsync(Func<Task<IRunningSupervisor>> start)
    {
        using var folder = new TemporaryConfiguration();
        var (source, target) = (Path.Combine(folder.Folder, "source"), Path.Combine(folder.Folder, "target"));
        await using (var writer = new StreamWriter(source))
        {
            for (var line = 0; line < Lines; line++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{line:00000000} {new string('x', 90)}\n"));
            }
        }

        var length = new FileInfo(source).Length;
        await using var supervisor = await start();
        var told = Stopwatch.GetTimestamp();
        await supervisor.CaptureAsync("/bin/cat", source, target);
        string Written() => Directory.Exists(target) ? Path.Combine(target, "current") : target;
        await UntilAsync(() => File.Exists(Written()) && new FileInfo(Written()).Length >= length);
        var rate = length / 1e6 / Stopwatch.GetElapsedTime(told).TotalSeconds;
        return File.ReadLines(Written()).SequenceEqual(File.ReadLines(source)) ? rate : throw new InvalidOperationException($"{supervisor.Name} has not captured what was written.");
    }

    /// <summary>Kills the one child; returns when another runs, in milliseconds. Looks without a pause.</summary>
    private static double CrashOne(IRunningSupervisor supervisor)
    {
        var child = Running(supervisor).Single();
        var killed = Stopwatch.GetTimestamp();
        _ = Send(child, Kill);
        while (Running(supervisor) is not [var other] || other == child)
        {
        }

        return Stopwatch.GetElapsedTime(killed).TotalMilliseconds;
    }

    private static List<int> Running(IRunningSupervisor supervisor) => ProcessTable.Running(supervisor.Own, Program, Argument);

    private static async Task UntilAsync(Func<bool> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            await Task.Delay(1);
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("The supervisor has not come so far within two minutes.");
            }
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);

    private sealed record Figures
    {
        public double Crash { get; init; }

        public double WorstCrash { get; init; }

        public double Hundred { get; init; }

        public double Thousand { get; init; }

        public double Capture { get; init; }

        public double Memory { get; init; }

        public double Idle { get; init; }
    }
}
