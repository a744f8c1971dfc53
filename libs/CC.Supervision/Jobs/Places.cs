namespace CC.Supervision.Jobs;

/// <summary>The places of a job's counted processes, from 0: who has one runs, waits to be started again, or has finished for good. A place remembers how often in a row it went wrong there.</summary>
internal sealed class Places
{
    private readonly SortedSet<int> taken = [];
    private readonly Dictionary<int, Later> waiting = [];
    private readonly HashSet<int> finished = [];
    private readonly Dictionary<int, int> failures = [];

    /// <summary>Places that nobody else can have.</summary>
    public int Taken => taken.Count;

    /// <summary>Those whose process has ended and is not to be started again.</summary>
    public int Finished => finished.Count;

    public int TakeLowest()
    {
        var place = Enumerable.Range(0, taken.Count + 1).First(number => !taken.Contains(number));
        taken.Add(place);
        return place;
    }

    public void Take(int place) => taken.Add(place);

    public void Free(int place)
    {
        taken.Remove(place);
        finished.Remove(place);
        if (waiting.Remove(place, out var timer))
        {
            timer.Dispose();
        }
    }

    /// <summary>Nothing is to be started there any more.</summary>
    public void Finish(int place) => finished.Add(place);

    /// <summary>It is started there again when the timer says so.</summary>
    public void Wait(int place, Later timer)
    {
        taken.Add(place);
        waiting[place] = timer;
    }

    /// <summary>Gives up a place in which nothing runs; the greatest.</summary>
    public void DropWaiting() => Free(waiting.Keys.Concat(finished).Max());

    /// <summary>Frees all in which nothing runs.</summary>
    public void Clear()
    {
        foreach (var place in waiting.Keys.Concat(finished).ToArray())
        {
            Free(place);
        }
    }

    /// <summary>A process has ended there.</summary>
    public void NoteEnd(int place, TimeSpan uptime, Backoff rules) => failures[place] = uptime >= rules.ResetAfter ? 1 : failures.GetValueOrDefault(place) + 1;

    /// <summary>Nothing could be started there. It counts as two ends: after a single one the next try would be at once.</summary>
    public void NoteRefusal(int place) => failures[place] = failures.GetValueOrDefault(place) + 2;

    public TimeSpan Delay(int place, Backoff rules) => rules.Delay(failures.GetValueOrDefault(place), Random.Shared.NextDouble());

    public void ForgetFailures()
    {
        failures.Clear();
        Clear();
    }
}
