using CC.Supervision.State;

namespace CC.Supervision.Jobs;

/// <summary>The jobs, each access to them under the supervisor's lock, done as a whole; what it has changed is kept.</summary>
internal sealed class LockedJobs(JobTable jobs, Surroundings around, StateKeeper keeper)
{
    /// <summary>Changes all jobs, or which there are.</summary>
    public void ChangeAll(Action<JobTable> action)
    {
        lock (around.Gate)
        {
            action(jobs);
            keeper.Save(jobs.All);
        }
    }

    /// <summary>Changes a job.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Change(string name, Action<Job> action) => Change(name, job =>
    {
        action(job);
        return true;
    });

    /// <summary>Changes a job.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public T Change<T>(string name, Func<Job, T> function)
    {
        lock (around.Gate)
        {
            var result = function(jobs.Find(name));
            keeper.Save(jobs.All);
            return result;
        }
    }

    /// <summary>Does something with a job that changes nothing that is kept.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Look(string name, Action<Job> action) => Look(name, job =>
    {
        action(job);
        return true;
    });

    /// <summary>Does something with a job that changes nothing that is kept.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public T Look<T>(string name, Func<Job, T> function) => Look(all => function(all.Find(name)));

    /// <summary>Does something with a process.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Look(int pid, Action<Job, Copy> action) => Look(pid, (job, copy) =>
    {
        action(job, copy);
        return true;
    });

    /// <summary>Does something with a process.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public T Look<T>(int pid, Func<Job, Copy, T> function) => Look(all =>
    {
        var (job, copy) = all.Find(pid);
        return function(job, copy);
    });

    /// <summary>Does something with all that changes nothing that is kept.</summary>
    public void LookAll(Action<JobTable> action) => Look(all =>
    {
        action(all);
        return true;
    });

    /// <summary>Does something with all that changes nothing that is kept.</summary>
    public T Look<T>(Func<JobTable, T> function)
    {
        lock (around.Gate)
        {
            return function(jobs);
        }
    }
}
