using CC.Supervision.Events;

namespace CC.Supervision.Jobs;

/// <summary>Tells of a job, and of its processes, in the names that gaffer has for it.</summary>
internal sealed class JobEvents(JobName name, Surroundings around)
{
    /// <summary>Something has become of the job: told as that, and as the job's own.</summary>
    public void Tell(string what) => TellAs(what, Of());

    /// <summary>The same, with more to say.</summary>
    public void TellAs(string what, SupervisorEvent told) => around.Publish(told, what, $"job.{name}.{what}");

    /// <summary>Told as the job's own only.</summary>
    public void TellOwn(string what, SupervisorEvent told) => around.Publish(told, $"job.{name}.{what}");

    /// <summary>Something has become of a process.</summary>
    public void Tell(string what, Copy copy) => TellAs(what, Of(copy));

    /// <summary>A process that was committed has started: that is none of the job's own events.</summary>
    public void TellCommitted(Copy copy) => around.Publish(Of(copy) with { Once = true }, "spawn");

    /// <summary>A process is asked to end, since there are too many.</summary>
    public void TellReaped(Copy copy) => around.Publish(Of(copy), "reap", $"job.{name}.reap", $"proc.{copy.Pid}.reap");

    /// <summary>A process is asked to end for another reason.</summary>
    public void TellStopped(Copy copy) => around.Publish(Of() with { Pid = copy.Pid }, "stop_process");

    /// <summary>A process is sent a signal.</summary>
    public void TellSignalled(Copy copy, int signal) => around.Publish(Of() with { Pid = copy.Pid, SignalNumber = signal }, $"proc.{copy.Pid}.kill");

    public SupervisorEvent Of() => new("") { Name = name.ToString() };

    public SupervisorEvent Of(Copy copy) => Of() with { Pid = copy.Pid, OsPid = copy.Process.Id };
}
