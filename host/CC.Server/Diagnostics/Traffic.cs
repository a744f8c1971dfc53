using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Server.Diagnostics;

/// <summary>How handling a message ended.</summary>
internal enum Outcome
{
    Ok,
    Crashed,
    Invalid,
}

/// <summary>
/// Counts messages under the names of CC 0.8.7: all that come in (<c>count</c>, <c>bytes</c>), those dropped, with the reason, and for each
/// handler that a message was given to how that ended (<c>.ok</c>, <c>.crashed</c>, <c>.invalid</c>) and how long it took.
/// </summary>
internal sealed class Traffic
{
    /// <summary>Types counted one by one; types can come from anywhere and hold ids, so there must be an end.</summary>
    private const int MaxTypes = 1000;

    private readonly Counters counters;
    private readonly MessageCounters all;
    private readonly MessageCounters[] outcomes;
    private readonly ConcurrentDictionary<(string Outcome, string Type), MessageCounters> byType = new();
    private readonly bool countTypes;

    public Traffic(Counters counters, bool countTypes)
    {
        this.counters = counters;
        this.countTypes = countTypes;
        all = counters.Group("");
        outcomes = [.. Enum.GetNames<Outcome>().Select(name => counters.Group($".{name.ToLowerInvariant()}"))];
    }

    public void Received(long bytes)
    {
        all.Count.Add(1);
        all.Bytes.Add(bytes);
    }

    /// <summary>Frames that are no message at all.</summary>
    public void Malformed(MessageFault fault, long bytes)
    {
        Received(bytes);
        outcomes[(int)Outcome.Invalid].Add(bytes, 0);
        counters.Named($"count.invalid.{fault.ToString().ToLowerInvariant()}").Add(1);
    }

    /// <summary>A message, or an answer, that goes nowhere, and why.</summary>
    public void Dropped(string reason, long bytes, long messages = 1) => counters.CountDropped(reason, messages, bytes);

    public void Handled(in Message message, Outcome outcome, long stopwatchTicks)
    {
        var bytes = message.ContentLength;
        all.Seconds.Add(stopwatchTicks);
        outcomes[(int)outcome].Add(bytes, stopwatchTicks);
        if (countTypes)
        {
            OfType(outcome.ToString().ToLowerInvariant(), message.Type).Add(bytes, stopwatchTicks);
        }
    }

    private MessageCounters OfType(string outcome, string type) =>
        byType.TryGetValue((outcome, type), out var known) ? known
        : byType.Count >= MaxTypes ? counters.Group($".{outcome}.msg.other")
        : byType.GetOrAdd((outcome, type), key => counters.Group($".{key.Outcome}.msg.{key.Type}"));
}
