namespace CC.Interop.Tests.Postgres;

/// <summary>The system's clock, put forward: more time seems to have passed, and waiting takes as long as it does.</summary>
internal sealed class ForwardedTime : TimeProvider
{
    private long forward;

    public void Forward(TimeSpan by) => Interlocked.Add(ref forward, (long)(by.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref forward);
}
