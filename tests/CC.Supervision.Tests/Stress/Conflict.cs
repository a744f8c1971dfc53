using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Stress;

/// <summary>
/// Many clients at once that have one supervisor do what contradicts each other, while the processes are looked at: never too many of a job, none of one that is stopped or not loaded, and at the end none. Also
/// compiled into the benchmarks.
/// </summary>
internal sealed class Conflict(Supervisor supervisor, string name) : IDisposable
{
    private const int Most = 3;

    /// <summary>Only this one is rolled over, when as many run beside those that are replaced.</summary>
    private const string Rolled = "rolled";

    private static readonly string[] Jobs = ["a", "b", Rolled];

    private readonly LivingProcesses processes = new(name);
    private readonly ReaderWriterLockSlim quiet = new();
    private long commands;
    private long refused;
    private volatile bool isOver;

    /// <summary>Commands that were given, those that were refused included.</summary>
    public long Commands => Interlocked.Read(ref commands);

    /// <summary>Those that were refused, as the job was there already, was not there, or did not run.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>How often the processes were looked at.</summary>
    public int Looks { get; private set; }

    public void Dispose() => quiet.Dispose();

    /// <summary>Goes on for as long as it is told to, and then stops the supervisor.</summary>
    /// <exception cref="InvalidOperationException">A process too many, or one of a job that does not run.</exception>
    public async Task RunAsync(int clients, int seed, Func<bool> goOn)
    {
        var working = Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Factory.StartNew(() => Command(new Random(seed + client), goOn), TaskCreationOptions.LongRunning)));
        try
        {
            while (!working.IsCompleted)
            {
                RequireNoneTooMany();
                RequireTruth();
                Looks++;
                await Task.Yield();
            }
        }
        finally
        {
            isOver = true;
            await working.ConfigureAwait(false);
        }

        await supervisor.StopAsync().ConfigureAwait(false);
        Require(!processes.Look().Any(), "the supervisor has stopped, and processes of it run");
    }

    private void Command(Random random, Func<bool> goOn)
    {
        while (!isOver && goOn())
        {
            quiet.EnterReadLock();
            try
            {
                Do(random.Next(11), Jobs[random.Next(Jobs.Length)], random);
            }
            catch (SupervisorException)
            {
                Interlocked.Increment(ref refused);
            }
            finally
            {
                quiet.ExitReadLock();
                Interlocked.Increment(ref commands);
            }
        }
    }

    private void Do(int what, string job, Random random)
    {
        switch (what)
        {
            case 0 or 1:
                supervisor.Load(Config(job, random));
                break;
            case 2:
                supervisor.Unload(job);
                break;
            case 3:
                supervisor.Stop(job);
                break;
            case 4:
                supervisor.Start(job);
                break;
            case 5:
                supervisor.Scale(job, Scaling.Parse($"={random.Next(Most + 1)}"));
                break;
            case 6:
                supervisor.Reload(job);
                break;
            case 7:
                supervisor.Update(Config(job, random));
                break;
            case 8:
                supervisor.StopAll(job);
                break;
            case 9 when job == Rolled:
                Roll(random);
                break;
            default:
                supervisor.StopProcess(supervisor.Pids(job).FirstOrDefault());
                break;
        }
    }

    private void Roll(Random random)
    {
        if (random.Next(2) == 0)
        {
            supervisor.Restart(Rolled);
        }
        else
        {
            _ = supervisor.RestartAsync(Rolled, new Batch(1 + random.Next(Most))).ContinueWith(failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
        }
    }

    private static JobConfig Config(string job, Random random) => new(job, "sleep 1000") { Processes = 1 + random.Next(Most), Backoff = new Backoff { ResetAfter = TimeSpan.FromMilliseconds(20) } };

    private void RequireNoneTooMany()
    {
        foreach (var job in processes.Look())
        {
            Require(job.Count() <= (job.Key == $"default.{Rolled}" ? 2 * Most : Most), $"{job.Count()} processes of {job.Key} live at once ({string.Join(", ", job)}), and it was never to have more than {Most}");
        }
    }

    /// <summary>While nobody commands: all that lives is what the supervisor says that it runs.</summary>
    private void RequireTruth()
    {
        quiet.EnterWriteLock();
        try
        {
            var before = Known();
            var living = processes.Look();
            var after = Known(); // a restart in batches, and the next after an end, go on by themselves
            foreach (var job in living)
            {
                var unknown = job.Except(before.Concat(after)).ToArray();
                Require(unknown.Length == 0, $"process {string.Join(", ", unknown)} of {job.Key} lives, and the supervisor does not run it");
            }

            foreach (var info in supervisor.Jobs().Select(supervisor.Info).Where(info => info.Name != $"default.{Rolled}"))
            {
                Require(info.Running <= info.MaxProcesses, $"{info.Running} of {info.Name} run, and {info.MaxProcesses} are wanted");
                Require(info.State != "stopped" || info.Running == 0, $"{info.Name} is stopped, and {info.Running} run");
            }
        }
        finally
        {
            quiet.ExitWriteLock();
        }
    }

    private List<int> Known()
    {
        var known = new List<int>();
        foreach (var pid in supervisor.Pids())
        {
            try
            {
                known.Add(supervisor.ProcessInfo(pid).OsPid);
            }
            catch (SupervisorException)
            {
                // It has ended meanwhile.
            }
        }

        return known;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
