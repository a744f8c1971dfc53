using System.Collections.Concurrent;
using CC.Sdk;
using CC.Sdk.Options;

namespace CC.Server.Diagnostics;

/// <summary>
/// Counts messages under the names of CC 0.8.7: all that come in (<c>count</c>, <c>bytes</c>), those dropped, with the reason, and for each
/// handler that a message was given to how that ended (<c>.ok</c>, <c>.crashed</c>, <c>.invalid</c>) and how long it took. What each
/// name means is in docs/statistics.md.
/// </summary>
internal sealed class Traffic
{
    /// <summary>Types counted one by one; types can come from anywhere and hold ids, so there must be an end.</summary>
    public const int MaxTypes = 1000;

    private readonly Counters counters;
    private readonly MessageCounters all;
    private readonly MessageCounters[] outcomes;
    private readonly ConcurrentDictionary<(Outcome Outcome, string Type), MessageCounters> byType = new();
    private readonly bool countTypes;

    public Traffic(Counters counters, bool countTypes)
    {
        this.counters = counters;
        this.countTypes = countTypes;
        all = counters.Group("");
        outcomes = [.. Enum.GetValues<Outcome>().Select(outcome => counters.Group($".{NameOf(outcome)}"))];
    }

    public void Received(long bytes)
    {
        var own = counters.Own;
        own.Add(all.Count.Index, 1);
        own.Add(all.Bytes.Index, bytes);
    }

    /// <summary>Frames that are no message at all.</summary>
    public void Malformed(MessageFault fault, long bytes)
    {
        Received(bytes);
        outcomes[(int)Outcome.Invalid].Add(counters.Own, bytes, 0);
        Fault(fault);
    }

    /// <summary>What is wrong with an invalid message.</summary>
    public void Fault(MessageFault fault) => counters.Named($"count.invalid.{KebabCase.Of(fault.ToString())}").Add(1);

    /// <summary>A message, or an answer, that goes nowhere, and why.</summary>
    public void Dropped(string reason, long bytes, long messages = 1) => counters.CountDropped(reason, messages, bytes);

    /// <summary>A connection that did not become ready, and why.</summary>
    public void Refused(string error) => counters.Named($"connections.refused.{KebabCase.Of(error)}").Add(1);

    /// <summary>A connection that did not end in order, and why.</summary>
    public void Broken(string error) => counters.Named($"connections.broken.{KebabCase.Of(error)}").Add(1);

    public void Handled(in Message message, Outcome outcome, long stopwatchTicks)
    {
        var bytes = message.ContentLength;
        var own = counters.Own;
        if (stopwatchTicks != 0)
        {
            own.Add(all.Seconds.Index, stopwatchTicks);
        }

        outcomes[(int)outcome].Add(own, bytes, stopwatchTicks);
        if (countTypes)
        {
            OfType(outcome, message.Type).Add(own, bytes, stopwatchTicks);
        }
    }

    private static string NameOf(Outcome outcome) => KebabCase.Of(outcome.ToString());

    private MessageCounters OfType(Outcome outcome, string type) =>
        byType.TryGetValue((outcome, type), out var known) ? known
        : byType.Count >= MaxTypes ? counters.Group($".{NameOf(outcome)}.msg.other")
        : byType.GetOrAdd((outcome, type), key => counters.Group($".{NameOf(key.Outcome)}.msg.{key.Type}"));
}
