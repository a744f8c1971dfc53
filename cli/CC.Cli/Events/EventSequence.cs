using CC.Client.Control;

namespace CC.Cli.Events;

/// <summary>Notices which events of a subscription are missing.</summary>
internal sealed class EventSequence
{
    private long last;

    /// <summary>Takes the next event that has come, and says what is missing before it; null if nothing is.</summary>
    public string? Take(EventMessage happened)
    {
        var missing = happened.Seq - last - 1;
        last = happened.Seq;
        return missing switch
        {
            1 => $"an event is missing here: it came faster than it was read ({happened.Dropped} so far that the node could not send)",
            > 1 => $"{missing} events are missing here: they came faster than they were read ({happened.Dropped} so far that the node could not send)",
            _ => null,
        };
    }

    /// <summary>The subscription is a new one, and counts from 1 again.</summary>
    public void Restart() => last = 0;
}
