namespace CC.Zmtp.Protocol;

/// <summary>What the large messages on their way into one socket may take together. Thread-safe.</summary>
internal sealed class UnfinishedBudget(long octets)
{
    private long left = octets;

    /// <summary>Octets that each connection has without asking.</summary>
    public const int Free = 1024 * 1024;

    public bool TryReserve(long wanted)
    {
        if (Interlocked.Add(ref left, -wanted) >= 0)
        {
            return true;
        }

        Release(wanted);
        return false;
    }

    public void Release(long reserved) => Interlocked.Add(ref left, reserved);
}
