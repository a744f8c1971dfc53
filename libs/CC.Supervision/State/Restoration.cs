using CC.Supervision.History;
using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>Takes up where an earlier supervisor of the same name has ended.</summary>
internal sealed class Restoration(StateKeeper keeper, Admission admission, Surroundings around)
{
    /// <summary>Ends what is left of jobs whose processes do not go on, and then begins all jobs as they were.</summary>
    public async Task RunAsync(Func<string, JobConfig, JobConfig?> revise)
    {
        var all = keeper.Read();
        SavedJob[] saved = [.. all.Select(job => job.Revised(revise)).OfType<SavedJob>()];
        var survivors = Survivors.Find(around.Options.Name, around.Started.Read());
        var kept = saved.Where(job => job is { Config.IsDetached: true, IsRevised: false }).Select(job => job.Name).ToHashSet();
        await Survivors.EndAsync([.. survivors.Where(survivor => !kept.Contains(survivor.Job))], around.Host, around.Time).ConfigureAwait(false);
        lock (around.Gate)
        {
            foreach (var gone in all.Select(job => job.Name).Except(saved.Select(job => job.Name)))
            {
                new JobHistory(gone, around.History).Forget();
            }

            foreach (var one in saved)
            {
                var job = admission.Add(one.Session, one.Config, one.Loaded);
                job.Restore(one, [.. survivors.Where(survivor => survivor.LeadsSession && survivor.Job == job.Name && kept.Contains(job.Name))]);
            }
        }
    }
}
