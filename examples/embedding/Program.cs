using System.Text;
using CC.Supervision;
using CC.Supervision.Jobs;
using CC.Supervision.Streams;

// A program that keeps two workers running by itself: one of them is killed, another takes its place.
await using var supervisor = new Supervisor();
var replaced = new TaskCompletionSource();
supervisor.Events.Subscribe("job.default.worker", (name, what) => Console.WriteLine($"{name} {what.Pid}"));
supervisor.Events.Subscribe("job.default.worker.exit", (_, _) => replaced.TrySetResult());

supervisor.Load(new JobConfig("worker", "/bin/sh -c 'echo I am worker $$CC_PROCESS_INDEX; exec sleep 1000'")
{
    Processes = 2,
    OutputLabels = ["out"],
    InheritsEnvironment = true,
});
supervisor.SubscribeOutput("worker", new OutputFilter(), chunk => Console.Write(Encoding.UTF8.GetString(chunk.Data.Span)), withBacklog: true);

supervisor.Kill(supervisor.Pids("worker")[0], Signals.Kill);
await replaced.Task;
supervisor.Scale("worker", Scaling.Parse("=1"));
Console.WriteLine($"running: {supervisor.Info("worker").Running}");
