using System.Collections.Concurrent;
using System.Diagnostics;
using CC.Server.Diagnostics;

namespace CC.Server.Routing;

/// <summary>What one handler's calls were like, and whether that is too bad to go on with it. Thread-safe.</summary>
/// <param name="limits">What may go wrong.</param>
/// <param name="time">The clock.</param>
/// <param name="calls">Where threads note those that end well.</param>
internal sealed class Health(HealthLimits limits, TimeProvider time, PerThread<ThreadCalls>? calls = null)
{
    /// <summary>The time that a rate of failures is about.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Fewer failures make no rate.</summary>
    private const int FewestFailures = 10;

    private readonly ConcurrentDictionary<CallUnderWay, bool> underWay = new();
    private readonly Lock gate = new();
    private readonly PerThread<ThreadCalls> calls = calls ?? new();
    private long errors;
    private int inRow;
    private int overruns;
    private (long Began, long Calls, int Failures) window = (time.GetTimestamp(), 0, 0);
    private (string Text, DateTimeOffset Time)? lastError;

    /// <summary>What may go wrong; a change holds from the next call on.</summary>
    public HealthLimits Limits { get; set; } = limits;

    public long Calls
    {
        get
        {
            var ended = Errors;
            foreach (var thread in calls.All)
            {
                ended += thread?.Succeeded ?? 0;
            }

            return ended;
        }
    }

    public long Errors => Interlocked.Read(ref errors);

    /// <summary>What the last call that failed has thrown, and when.</summary>
    public (string Text, DateTimeOffset Time)? LastError
    {
        get
        {
            lock (gate)
            {
                return lastError;
            }
        }
    }

    /// <summary>A call has ended well, at once.</summary>
    public void Succeeded() => Succeeded(calls.Own);

    /// <summary>The same, on the thread of that line.</summary>
    public void Succeeded(ThreadCalls own)
    {
        own.Succeed();
        if (inRow != 0)
        {
            inRow = 0;
        }
    }

    /// <summary>A call goes on when its thread does something else.</summary>
    public void Began(CallUnderWay call) => underWay[call] = true;

    /// <summary>The end of a call that took longer; returns what is too bad by now, if anything is.</summary>
    public string? Ended(CallUnderWay call, string? failure, DateTimeOffset now)
    {
        underWay.TryRemove(call, out _);
        var late = Exceeded(call);
        if (failure is not null)
        {
            return Failed(failure, now) ?? late;
        }

        Succeeded();
        if (late is null && call.Budgets == 0)
        {
            Interlocked.Exchange(ref overruns, 0);
        }

        return late;
    }

    /// <summary>Looks at the calls that have not ended; returns what is too bad by now, if anything is.</summary>
    public string? Look() => underWay.Keys.Concat(KeepingThreads()).Select(Exceeded).FirstOrDefault(reason => reason is not null);

    private IEnumerable<CallUnderWay> KeepingThreads() => calls.All.ToArray().Select(thread => thread?.Look()).OfType<CallUnderWay>();

    /// <summary>Counts what a call has used of its budget; returns what is too bad by now, if anything is.</summary>
    private string? Exceeded(CallUnderWay call)
    {
        if (Limits.CallBudget == TimeSpan.Zero || Limits.Overruns == 0)
        {
            return null;
        }

        var used = (int)(Stopwatch.GetElapsedTime(call.Began) / Limits.CallBudget);
        var more = used - call.Count(used);
        return more > 0 && Interlocked.Add(ref overruns, more) >= Limits.Overruns
            ? $"a call has taken {Stopwatch.GetElapsedTime(call.Began).TotalSeconds:0.0} s, and a budget of {Limits.CallBudget.TotalSeconds:0.###} s was exceeded {overruns} times in a row"
            : null;
    }

    private int FewestOfRate => Limits.FailuresInRow > 0 ? Limits.FailuresInRow : FewestFailures;

    private string? Failed(string failure, DateTimeOffset now)
    {
        Interlocked.Increment(ref errors);
        lock (gate)
        {
            lastError = (failure, now);
            inRow++;
            Turn();
            window.Failures++;
            var within = Calls - window.Calls;
            return Limits.FailuresInRow > 0 && inRow >= Limits.FailuresInRow ? $"{inRow} calls in a row have failed, the last one: {failure}"
                : Limits.FailureRate > 0 && window.Failures >= FewestOfRate && window.Failures * 100L >= within * Limits.FailureRate
                    ? $"{window.Failures} of {within} calls within {Window.TotalSeconds:0} s have failed, the last one: {failure}"
                : null;
        }
    }

    private void Turn()
    {
        if (time.GetElapsedTime(window.Began) > Window)
        {
            window = (time.GetTimestamp(), Calls - 1, 0);
        }
    }
}
