using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CC.Bench.Load;
using CC.Bench.Peers;

namespace CC.Bench.Logs;

/// <summary>A log file carried from one process to another on one machine, by CC and by rsyslog: from the moment that it appears in the watched folder until the copy is whole.</summary>
internal static class LogsBenchmark
{
    private const int LineLength = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(int lines, int rounds)
    {
        Debian.Require("rsyslog", () => File.Exists(Rsyslog.Program));
        Console.WriteLine($"{"carried by",-12} {"seconds",8} {"lines/s",10} {"CPU s",7} {"complete",9}   medians of {rounds} rounds of {lines:N0} lines of {LineLength} octets");
        var ours = new List<Result>();
        var theirs = new List<Result>();
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await MeasureAsync(lines, CcTransport.StartAsync));
            theirs.Add(await MeasureAsync(lines, Rsyslog.StartAsync));
        }

        Print("CC", ours, lines);
        Print("rsyslog", theirs, lines);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"ratio",-12} {Median.Of(ours.Zip(theirs, (our, their) => our.Seconds / their.Seconds)),8:0.00} {Median.Of(ours.Zip(theirs, (our, their) => their.Seconds / our.Seconds)),10:0.00} {Median.Of(ours.Zip(theirs, (our, their) => our.CpuSeconds / their.CpuSeconds)),7:0.00}"));
    }

    private static async Task<Result> MeasureAsync(int lines, Func<TemporaryConfiguration, string, Task<Transport>> start)
    {
        using var folder = new TemporaryConfiguration();
        var logs = Directory.CreateDirectory(Path.Combine(folder.Folder, "logs")).FullName;
        var staged = Path.Combine(folder.Folder, "staged.log");
        WriteLines(staged, lines);
        using var transport = await start(folder, logs);
        await Task.Delay(Settle);

        var cpu = transport.CpuSeconds;
        var started = Stopwatch.GetTimestamp();
        var log = Path.Combine(logs, "app.log");
        File.Move(staged, log);
        var expected = new FileInfo(log).Length;
        while (LengthOf(transport.Copy) < expected && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Pace);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Result(seconds, transport.CpuSeconds - cpu, HashOf(log) == HashOf(transport.Copy));
    }

    private static void WriteLines(string path, int lines)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        for (var i = 0; i < lines; i++)
        {
            writer.WriteLine($"line {i:D10} ".PadRight(LineLength - 1, '.'));
        }
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    private static void Print(string name, List<Result> results, int lines) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} {Median.Of(results.Select(result => result.Seconds)),8:0.00} {lines / Median.Of(results.Select(result => result.Seconds)),10:0} {Median.Of(results.Select(result => result.CpuSeconds)),7:0.00} {results.Count(result => result.Complete)}/{results.Count,-7}"));

    private sealed record Result(double Seconds, double CpuSeconds, bool Complete);
}
