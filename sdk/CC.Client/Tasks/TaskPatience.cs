namespace CC.Client.Tasks;

/// <summary>How long a <see cref="TaskClient"/> waits for what.</summary>
public sealed record TaskPatience
{
    /// <summary>How long nothing at all may come of a task before it is sent again, under the same id. Default 15 s, as CC 0.8.7 has it.</summary>
    public TimeSpan FirstReply { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is sent again before it is given up. Default 3, as CC 0.8.7 has it: all in all 60 s.</summary>
    public int Resends { get; init; } = 3;

    /// <summary>After how much silence of an accepted task the runner is asked how far it is. Default 10 s.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a runner may be gone, or whoever knows of it silent, before the task is taken for lost. Default 60 s.</summary>
    public TimeSpan Gone { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after it was sent first a task that the runner does not know is sent again. Less than runners remember tasks after their end (900 s). Default 600 s.</summary>
    public TimeSpan Unknown { get; init; } = TimeSpan.FromSeconds(600);
}
