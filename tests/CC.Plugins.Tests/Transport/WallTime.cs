namespace CC.Plugins.Tests.Transport;

/// <summary>A clock whose date is the machine's, as files are dated by it, and whose time passes only when a test has it pass.</summary>
internal sealed class WallTime : TimeProvider
{
    private long timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => timestamp;

    public void Advance(TimeSpan by) => timestamp += by.Ticks;
}
