using CC.Zmtp;

namespace CC.Interop.Tests.Support;

/// <summary>What happened to a socket, to be waited for.</summary>
internal sealed class EventLog
{
    private readonly Lock gate = new();
    private readonly List<ZmtpEvent> events = [];

    public void Add(ZmtpEvent happened)
    {
        lock (gate)
        {
            events.Add(happened);
        }
    }

    public ZmtpEvent[] Of(ZmtpEventKind kind)
    {
        lock (gate)
        {
            return [.. events.Where(happened => happened.Kind == kind)];
        }
    }

    /// <summary>Waits for that many events of a kind, and returns the last of them.</summary>
    public async Task<ZmtpEvent> WaitForAsync(ZmtpEventKind kind, int count = 1)
    {
        await Within.TrueAsync(() => Of(kind).Length >= count, () => $"{Of(kind).Length} instead of {count} times {kind}, among: {this}");
        return Of(kind)[count - 1];
    }

    public override string ToString()
    {
        lock (gate)
        {
            return string.Join("; ", events.TakeLast(20));
        }
    }
}
