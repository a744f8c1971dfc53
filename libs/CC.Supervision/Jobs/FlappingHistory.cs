using System.Collections.Immutable;

namespace CC.Supervision.Jobs;

/// <summary>What is remembered of a job's ends to tell whether it flaps. A value: each decision gives the next.</summary>
/// <param name="Ends">When processes ended, oldest first, since the last pause.</param>
/// <param name="Retries">How many pauses there were in a row.</param>
internal sealed record FlappingHistory(ImmutableArray<TimeSpan> Ends, int Retries)
{
    public static readonly FlappingHistory Empty = new([], 0);

    /// <summary>Decides after an end.</summary>
    /// <param name="rules">When it is too often; null for never.</param>
    /// <param name="now">The time, from wherever it is counted.</param>
    /// <param name="uptime">How long the process had run.</param>
    public (FlappingVerdict Verdict, FlappingHistory Next) Decide(Flapping? rules, TimeSpan now, TimeSpan uptime)
    {
        if (rules is null)
        {
            return (FlappingVerdict.GoOn, Empty);
        }

        var ends = Ends.Add(now);
        ends = ends.RemoveRange(0, Math.Max(0, ends.Length - rules.Attempts));
        if (ends.Length < rules.Attempts)
        {
            return (FlappingVerdict.GoOn, this with { Ends = ends });
        }

        var lasted = rules.Attempts == 1 ? uptime : now - ends[0];
        return lasted > rules.Window ? (FlappingVerdict.GoOn, new FlappingHistory(ends, 0))
            : Retries < rules.MaxRetry ? (FlappingVerdict.Pause, new FlappingHistory([], Retries + 1))
            : (FlappingVerdict.GiveUp, Empty);
    }
}
