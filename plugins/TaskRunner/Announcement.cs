using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>How the runner makes itself known to routers, and what it knows of them. Belongs to the runner's loop.</summary>
internal sealed class Announcement(string host, TaskRunnerOptions options)
{
    /// <summary>Names this run of the runner.</summary>
    private readonly string instance = Guid.NewGuid().ToString("N");

    private int sent;
    private string router = "";

    /// <summary>Whether a router has ever answered anything.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>When to register next.</summary>
    public TimeSpan DueAt { get; private set; }

    public bool IsDue(TimeSpan now) => now >= DueAt;

    public TaskRegister Make(TimeSpan now)
    {
        sent++;
        DueAt = now + Registration.Pause(IsAnswered, sent, options);
        return new TaskRegister { Req = TaskRegister.Type, Host = host, Ack = 1, Instance = instance, Period = options.Heartbeat.TotalSeconds };
    }

    /// <summary>A router has answered; true if it is another one than before, which is to be told everything.</summary>
    public bool Answered(string instance, TimeSpan now)
    {
        var isFirst = !IsAnswered;
        IsAnswered = true;
        if (isFirst)
        {
            DueAt = now + Registration.Pause(IsAnswered, sent, options);
        }

        if (instance == router)
        {
            return false;
        }

        if (router.Length > 0)
        {
            DueAt = now; // Of several routers, the others may have been started anew as well.
        }

        router = instance;
        return true;
    }

    /// <summary>A router has confirmed something.</summary>
    public void Heard() => IsAnswered = true;
}
