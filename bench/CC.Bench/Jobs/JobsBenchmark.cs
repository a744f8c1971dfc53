using System.Globalization;
using CC.Bench.Load;

namespace CC.Bench.Jobs;

/// <summary>Processes under supervision, beside supervisord, pm2 and runit, each with the same children: started, killed, captured, and left alone.</summary>
internal static class JobsBenchmark
{
    private static readonly Func<Task<IRunningSupervisor>>[] All = [CcJobs.StartAsync, Supervisord.StartAsync, Pm2.StartAsync, Runit.StartAsync];

    public static async Task RunAsync(int seconds)
    {
        Print($"{"",-12} {"crash->run",13} {"of 100 all",11} {"1000 up",9} {"capture",10} {"memory of 0",12} {"and of 100",11} {"idle CPU",9}");
        Print($"{"",-12} {"ms (longest)",13} {"back, ms",11} {"ms",9} {"MB/s",10} {"MB",12} {"MB",11} {"%",9}");
        var all = new Dictionary<string, Figures>();
        foreach (var (name, start) in new[] { "CC", "supervisord", "pm2", "runit" }.Zip(All))
        {
            var one = all[name] = await new Measurement(start, seconds).RunAsync();
            Print($"{name,-12} {one.Crash,6:0.0} ({one.WorstCrash,4:0}) {one.Hundred,11:0} {one.Thousand,9:0} {one.Capture,10:0} {one.OwnMemory,12:0.0} {one.Memory,11:0.0} {one.Idle,9:0.00}");
        }

        var (ours, supervisord) = (all["CC"], all["supervisord"]);
        Goal.AtMost("ms from a crash to running again, median", ours.Crash, 2);
        Goal.AtMost("ms until 100 that were killed at once are back", ours.Hundred, 200);
        Goal.AtMost("ms until 1000 run", ours.Thousand, 3000);
        Goal.AtLeast("MB/s of output captured, to 1200 or what supervisord captures if that is less", ours.Capture / Math.Min(supervisord.Capture, 1200), 1);
        Goal.AtMost("MB with 100 children, to supervisord's and the node's own", ours.Memory / (supervisord.Memory + ours.OwnMemory), 1);
        Goal.AtMost("% of a core with 100 children and nothing to do", ours.Idle, 0.5);
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
