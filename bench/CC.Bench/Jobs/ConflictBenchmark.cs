using System.Diagnostics;
using CC.Bench.Load;
using CC.Supervision;
using CC.Supervision.Tests.Stress;

namespace CC.Bench.Jobs;

/// <summary>What the test of conflicting commands does, for longer.</summary>
internal static class ConflictBenchmark
{
    private const int Clients = 8;

    public static async Task RunAsync(int seconds)
    {
        var name = $"bench-{Environment.ProcessId}";
        await using var supervisor = new Supervisor(new SupervisorOptions { Name = name });
        using var conflict = new Conflict(supervisor, name);
        var started = Stopwatch.GetTimestamp();

        await conflict.RunAsync(Clients, Environment.ProcessId, () => Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds));

        Console.WriteLine($"{Clients} clients, {seconds} s: {conflict.Commands} commands, of which {conflict.Refused} were refused; the processes were looked at {conflict.Looks} times");
        Goal.AtMost("processes left", ProcessTable.Children(Environment.ProcessId).Count(), 0);
    }
}
