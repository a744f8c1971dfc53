using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CC.Bench.Load;

namespace CC.Bench.Jobs;

/// <summary>Measures one supervisor, started anew for each figure.</summary>
internal sealed partial class Measurement(Func<Task<IRunningSupervisor>> start, int seconds)
{
    private const string Program = "/bin/sleep";
    private const string Argument = "86399";
    private const int Kill = 9;
    private const int Crashes = 15;
    private const int Lines = 2_000_000;

    /// <summary>A process has to run for as long, to count as one that had run.</summary>
    private static readonly TimeSpan HasRun = TimeSpan.FromSeconds(1.5);

    /// <summary>What starts has things to do for a while: the runtime compiles again what runs often, and tidies memory.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Figures figures = new();

    public async Task<Figures> RunAsync()
    {
        await InTimeAsync(CrashesAsync);
        await InTimeAsync(HundredAsync);
        await InTimeAsync(ThousandAsync);
        await InTimeAsync(CaptureAsync);
        return figures;
    }

    private static async Task InTimeAsync(Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (TimeoutException late)
        {
            Console.Error.WriteLine(late.Message);
        }
    }

    private async Task CrashesAsync()
    {
        await using var supervisor = await start();
        await supervisor.RunAsync(1, Program, Argument);
        await UntilAsync(supervisor, "start one", () => Running(supervisor).Count == 1);
        var crashes = new List<double>();
        for (var i = 0; i < Crashes; i++)
        {
            await Task.Delay(HasRun);
            crashes.Add(CrashOne(supervisor));
        }

        figures = figures with { Crash = Median.Of(crashes), WorstCrash = crashes.Max() };
    }

    private async Task HundredAsync()
    {
        await using var supervisor = await start();
        var own = Memory(supervisor);
        await supervisor.RunAsync(100, Program, Argument);
        await UntilAsync(supervisor, "start 100", () => Running(supervisor).Count == 100);
        await Task.Delay(Settling);
        var cpu = supervisor.Own.Sum(ProcessTable.CpuSeconds);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        figures = figures with { Idle = 100 * (supervisor.Own.Sum(ProcessTable.CpuSeconds) - cpu) / seconds, OwnMemory = own, Memory = Memory(supervisor) };

        var before = Running(supervisor).ToHashSet();
        var killed = Stopwatch.GetTimestamp();
        foreach (var process in before)
        {
            _ = Send(process, Kill);
        }

        await UntilAsync(supervisor, "start 100 again", () => Running(supervisor).Count(process => !before.Contains(process)) == 100);
        figures = figures with { Hundred = Stopwatch.GetElapsedTime(killed).TotalMilliseconds };
    }

    private async Task ThousandAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await using var supervisor = await start();
        await supervisor.RunAsync(1000, Program, Argument);
        await UntilAsync(supervisor, "start 1000", () => Running(supervisor).Count == 1000);
        figures = figures with { Thousand = Stopwatch.GetElapsedTime(begun).TotalMilliseconds };
    }

    /// <summary>From the moment at which the process begins to write, which it notes itself, until its last octet is in the file.</summary>
    private async Task CaptureAsync()
    {
        using var folder = new TemporaryConfiguration();
        string At(string name) => Path.Combine(folder.Folder, name);
        await using (var writer = new StreamWriter(At("source")))
        {
            for (var line = 0; line < Lines; line++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{line:00000000} {new string('x', 90)}\n"));
            }
        }

        await File.WriteAllTextAsync(At("writer"), $"date +%s%N > {At("begun")}\nexec cat {At("source")}\n");
        var length = new FileInfo(At("source")).Length;
        await using var supervisor = await start();
        await supervisor.CaptureAsync("/bin/sh", At("writer"), At("target"));
        string Written() => Directory.Exists(At("target")) ? Path.Combine(At("target"), "current") : At("target");
        await UntilAsync(supervisor, "capture", () => File.Exists(Written()) && new FileInfo(Written()).Length >= length);
        var ended = DateTimeOffset.UtcNow;
        var begun = DateTimeOffset.UnixEpoch.AddTicks(long.Parse(await File.ReadAllTextAsync(At("begun")), CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick);
        figures = File.ReadLines(Written()).SequenceEqual(File.ReadLines(At("source")))
            ? figures with { Capture = length / 1e6 / (ended - begun).TotalSeconds }
            : throw new InvalidOperationException($"{supervisor.Name} has not captured what was written.");
    }

    /// <summary>Kills the one child; returns how long it took until another ran, in milliseconds.</summary>
    private static double CrashOne(IRunningSupervisor supervisor)
    {
        var parents = supervisor.Own;
        var child = Running(supervisor).Single();
        using var watch = new ExecWatch(Patience);
        var killed = Stopwatch.GetTimestamp();
        _ = Send(child, Kill);
        while (true)
        {
            var (process, moment) = watch.Next();
            if (ProcessTable.Runs(process, parents, Program, Argument))
            {
                return Stopwatch.GetElapsedTime(killed, moment).TotalMilliseconds;
            }

            Limit(killed, supervisor, "start another");
        }
    }

    private static double Memory(IRunningSupervisor supervisor) => supervisor.Own.Sum(ProcessTable.Memory) / 1e6;

    private static List<int> Running(IRunningSupervisor supervisor) => ProcessTable.Running(supervisor.Own, Program, Argument);

    private static async Task UntilAsync(IRunningSupervisor supervisor, string what, Func<bool> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            await Task.Delay(1);
            Limit(begun, supervisor, what);
        }
    }

    private static void Limit(long begun, IRunningSupervisor supervisor, string what)
    {
        if (Stopwatch.GetElapsedTime(begun) > Patience)
        {
            throw new TimeoutException($"{supervisor.Name} did not {what} within {Patience.TotalSeconds:0} s");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
