using System.Text.Json;
using CC.Client.Control;
using CC.Frames;
using CC.Sdk;

namespace CC.Server.Administration;

/// <summary>One subscription: sends the events below its prefix, numbered, and counts those that were not taken.</summary>
internal sealed class EventStream(string name, string prefix, IMessages messages, Func<Multipart, bool> send) : IDisposable
{
    private readonly Lock gate = new();
    private IDisposable? subscription;
    private long sequence;
    private long dropped;
    private MessageRoute route;

    public string Prefix => prefix;

    /// <summary>When the subscriber was last heard of.</summary>
    public long Renewed { get; private set; }

    /// <summary>The subscriber was heard of, along this route.</summary>
    public void Renew(MessageRoute along, long timestamp)
    {
        lock (gate)
        {
            (route, Renewed) = (along, timestamp);
        }
    }

    public void Begin(IEvents events, TimeProvider time) => subscription = events.Subscribe(prefix, told =>
    {
        if (time.GetElapsedTime(Renewed) <= EventStreams.Lease)
        {
            Send(told);
        }
    });

    public void Dispose() => subscription?.Dispose();

    /// <summary>In order, even when several things happen at once.</summary>
    private void Send(NodeEvent told)
    {
        using var payload = JsonDocument.Parse(told.Payload);
        lock (gate)
        {
            var body = new EventMessage
            {
                Req = ControlTypes.Event,
                Name = told.Name,
                Subscription = name,
                Seq = ++sequence,
                Dropped = dropped,
                Payload = payload.RootElement,
                Time = (told.Time - DateTimeOffset.UnixEpoch).TotalSeconds,
            };
            dropped += send(messages.Compose(body, ControlJson.Default.EventMessage, route: route).Frames) ? 0 : 1;
        }
    }
}
