namespace CC.Supervision.Streams;

/// <summary>Which output somebody wants.</summary>
/// <param name="Label">A stream's label; null, or <c>.</c>, for all.</param>
/// <param name="Pid">The supervisor's number of a process; null for all of the job, those to come included.</param>
public sealed record OutputFilter(string? Label = null, int? Pid = null)
{
    private const string All = ".";

    /// <summary>Asked, on the thread that reads for all, before each chunk, whether it is wanted now: one that is not costs nothing. Null if all are.</summary>
    public Func<bool>? IsWanted { get; init; }

    internal bool Takes(string label, int pid) => (Label is null or All || Label == label) && (Pid is null || Pid == pid) && (IsWanted is null || IsWanted());
}
