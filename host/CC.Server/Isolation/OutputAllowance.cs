namespace CC.Server.Isolation;

/// <summary>Says how much of what a process writes may go on to the log: one that writes without end must not fill the disk, nor hide what others say. Thread-safe.</summary>
internal sealed class OutputAllowance(TimeProvider time)
{
    /// <summary>Enough for the longest of stacks.</summary>
    public const int Lines = 1000;

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long began = time.GetTimestamp();
    private int taken;

    /// <summary>Whether one more line is within what is allowed.</summary>
    public bool Take()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(began) >= Period)
            {
                (began, taken) = (time.GetTimestamp(), 0);
            }

            return taken < Lines && ++taken <= Lines;
        }
    }
}
