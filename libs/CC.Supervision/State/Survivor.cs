using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>A process that an earlier supervisor of the same name has started, and that still runs, or one that was started by such a process.</summary>
/// <param name="Process">The system's number of it.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Job">Whose it is.</param>
/// <param name="Place">Its place among the job's copies; null if it was committed.</param>
/// <param name="LeadsSession">Whether it was started by the supervisor itself.</param>
internal sealed record Survivor(int Process, long Started, JobName Job, int? Place, bool LeadsSession);
