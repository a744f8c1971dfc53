namespace CC.Server.Components;

/// <summary>What is known of one daemon, since it was changed last. Its owner is <see cref="DaemonRecords"/>.</summary>
internal sealed class DaemonRecord
{
    private TaskCompletionSource? release;

    public DaemonHistory History { get; set; } = new();

    /// <summary>The limits of the last run.</summary>
    public DaemonLimits Limits { get; set; } = DaemonLimits.None;

    public bool IsRunning { get; set; }

    /// <summary>Why it is not started, if it is not.</summary>
    public Quarantine? Quarantine { get; private set; }

    /// <summary>Completes when it may be started.</summary>
    public Task WhenReleased => release?.Task ?? Task.CompletedTask;

    public void PutInto(Quarantine quarantine)
    {
        Quarantine = quarantine;
        release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets it start, whoever waits for that; its failures are forgiven.</summary>
    public void Release()
    {
        Quarantine = null;
        History = History with { InRow = 0 };
        release?.TrySetResult();
        release = null;
    }
}
