namespace CC.Supervision.Jobs;

/// <summary>The processes of a job: the counted ones, each at a place, the committed ones beside them, and those that were asked to end and have not yet.</summary>
internal sealed class Crew(Places places, JobEvents events, Surroundings around)
{
    private readonly List<Copy> counted = [];
    private readonly List<Copy> committed = [];
    private readonly List<Copy> retiring = [];
    private readonly HashSet<Copy> ending = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Copy> Counted => counted;

    /// <summary>The counted ones, and those whose places others have been given and that run until these are ready.</summary>
    public IEnumerable<Copy> Serving => retiring.Concat(counted);

    /// <summary>All that run, committed ones last; not those that were asked to end.</summary>
    public IEnumerable<Copy> Running => Serving.Concat(committed);

    /// <summary>Those that have not ended, whether they were asked to or not.</summary>
    public IEnumerable<Copy> Alive => Running.Concat(ending);

    public int Committed => committed.Count;

    /// <summary>One has started, or was found running.</summary>
    public void Add(Copy copy) => (copy.IsCommitted ? committed : counted).Add(copy);

    public bool Runs(Copy copy) => Running.Contains(copy);

    /// <summary>Its place is another's; it runs on until that is ready.</summary>
    public void Retire(Copy copy)
    {
        counted.Remove(copy);
        retiring.Add(copy);
        places.Free(copy.Place!.Value);
    }

    /// <summary>It has its place again, if it still runs.</summary>
    public void Recall(Copy copy)
    {
        if (retiring.Remove(copy))
        {
            places.Take(copy.Place!.Value);
            counted.Insert(counted.TakeWhile(other => other.Pid < copy.Pid).Count(), copy);
        }
    }

    /// <summary>One has ended.</summary>
    /// <returns>Whether it was one of the counted, and whether somebody had asked it to.</returns>
    public (bool WasCounted, bool WasAsked) Remove(Copy copy)
    {
        copy.Deadline?.Dispose();
        committed.Remove(copy);
        retiring.Remove(copy);
        return (counted.Remove(copy), ending.Remove(copy));
    }

    /// <summary>Asks one to end that is too many, unless it has been asked, or has ended.</summary>
    public void Reap(Copy copy)
    {
        if (!Runs(copy))
        {
            return;
        }

        Leave(copy, "one too many");
        events.TellReaped(copy);
        Ask(copy);
    }

    /// <summary>Asks one to end for any other reason.</summary>
    public void End(Copy copy) => End(copy, "asked to end");

    /// <summary>The same, and it is remembered why.</summary>
    public void End(Copy copy, string why)
    {
        Leave(copy, why);
        events.TellStopped(copy);
        Ask(copy);
    }

    /// <summary>Asks all to end, committed ones included.</summary>
    public void EndAll() => Array.ForEach(Running.ToArray(), End);

    public void EndServing() => Array.ForEach(Serving.ToArray(), End);

    /// <summary>Sends a signal to all that run.</summary>
    public void Signal(int signal)
    {
        events.TellOwn("kill", events.Of() with { SignalNumber = signal });
        foreach (var copy in Running)
        {
            Signal(copy, signal);
        }
    }

    public void Signal(Copy copy, int signal)
    {
        copy.Process.Signal(signal);
        events.TellSignalled(copy, signal);
    }

    /// <summary>It is none of the running any more, and its place is free unless another has it by now.</summary>
    private void Leave(Copy copy, string why)
    {
        copy.EndedFor = why;
        counted.Remove(copy);
        committed.Remove(copy);
        retiring.Remove(copy);
        ending.Add(copy);
        if (copy.Place is { } place && counted.All(other => other.Place != place))
        {
            places.Free(place);
        }
    }

    /// <summary>If it takes too long to end it is killed.</summary>
    private void Ask(Copy copy)
    {
        copy.Process.SignalTree(copy.Job.StopSignal);
        copy.Deadline = around.After(copy.Grace, () => copy.Process.SignalTree(Signals.Kill));
    }
}
