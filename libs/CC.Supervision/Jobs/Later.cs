namespace CC.Supervision.Jobs;

/// <summary>
/// Something that is to be done under the supervisor's lock after a while. It is not once this is disposed under that lock: not even if its time had come by then, and it was waiting for the lock.
/// </summary>
internal sealed class Later : IDisposable
{
    /// <summary>No timer of .NET waits longer; who is to wait for a year waits for this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly ITimer timer;
    private bool isOff;

    public Later(TimeProvider time, Lock gate, TimeSpan wait, Action action) => timer = time.CreateTimer(
        _ =>
        {
            lock (gate)
            {
                if (!isOff)
                {
                    action();
                }
            }
        },
        null,
        wait < Longest ? wait : Longest,
        Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        isOff = true;
        timer.Dispose();
    }
}
