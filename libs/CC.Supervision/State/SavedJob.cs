using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>A job as it is to be after a restart of the supervisor.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Loaded">Variables that were given with it.</param>
/// <param name="Target">How many of it are to run.</param>
/// <param name="Mode">Whether it runs.</param>
internal sealed record SavedJob(string Session, JobConfig Config, IReadOnlyDictionary<string, string> Loaded, int Target, JobMode Mode);
