using System.Collections;
using System.Globalization;
using CC.Programs;
using CC.Supervision.Processes;

namespace CC.Supervision.Jobs;

/// <summary>Makes of a job what is started: words, environment, identity.</summary>
internal static class OrderMaker
{
    /// <summary>Names the supervisor in the environment of all that it has started.</summary>
    public const string SupervisorVariable = "CC_SUPERVISOR";

    /// <summary>Names the job.</summary>
    public const string JobVariable = "CC_JOB";

    /// <summary>Names the place among the job's copies; a committed process has none.</summary>
    public const string IndexVariable = "CC_PROCESS_INDEX";

    private const string PortVariable = "PORT";

    /// <summary>The order for one copy.</summary>
    /// <param name="name">The job's full name.</param>
    /// <param name="job">The job.</param>
    /// <param name="loaded">Variables that were given when the job was loaded.</param>
    /// <param name="own">Variables of this copy alone.</param>
    /// <param name="index">Which copy it is, from 0; null for one that is committed.</param>
    /// <param name="supervisor">The supervisor's name.</param>
    /// <exception cref="SupervisorException">400: an argument names a variable that there is not; no such user or group.</exception>
    public static ProcessOrder Make(
        JobName name, JobConfig job, IReadOnlyDictionary<string, string> loaded, IReadOnlyDictionary<string, string> own, int? index, string supervisor)
    {
        var environment = Environment(job, loaded);
        AddPlace(environment, name, job, index, supervisor);
        var (program, arguments) = Words(job, environment);
        foreach (var (key, value) in own)
        {
            environment[key] = value;
        }

        return new ProcessOrder(program, arguments)
        {
            Environment = environment,
            WorkingDirectory = job.WorkingDirectory,
            Identity = IdentityOf(job),
            Umask = job.Umask,
            Nice = job.Nice,
            Limits = job.Limits,
            HasInput = job.HasInput,
            Output = job.OutputLabels switch
            {
                [] => OutputPlan.None,
                [_] => OutputPlan.OutputOnly,
                [var first, var second, ..] => first == second ? OutputPlan.Merged : OutputPlan.Both,
            },
            CustomStreams = job.CustomStreams.Length,
            Inherited = job.Inherited,
        };
    }

    private static Dictionary<string, string> Environment(JobConfig job, IReadOnlyDictionary<string, string> loaded)
    {
        var environment = new Dictionary<string, string>();
        if (job.InheritsEnvironment)
        {
            foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            {
                environment[(string)entry.Key] = (string?)entry.Value ?? "";
            }

            foreach (var variable in ServiceVariables.Names)
            {
                environment.Remove(variable);
            }

        }

        foreach (var (key, value) in job.Environment.Concat(loaded))
        {
            environment[key] = value;
        }

        return environment;
    }

    private static void AddPlace(Dictionary<string, string> environment, JobName name, JobConfig job, int? index, string supervisor)
    {
        environment[SupervisorVariable] = supervisor;
        environment[JobVariable] = name.ToString();
        if (index is { } place)
        {
            environment[IndexVariable] = place.ToString(CultureInfo.InvariantCulture);
            if (job.Port is { } port)
            {
                environment[PortVariable] = (port + place).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static (string Program, IReadOnlyList<string> Arguments) Words(JobConfig job, IReadOnlyDictionary<string, string> environment)
    {
        if (job.UsesShell)
        {
            return ("/bin/sh", ["-c", string.Join(' ', [job.Command, .. job.Arguments.Select(Quote)])]);
        }

        var words = CommandWords.Split(job.Command);
        return (words[0], [.. words.Skip(1).Concat(job.Arguments).Select(word => Substitution.Apply(word, environment))]);
    }

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static Identity? IdentityOf(JobConfig job)
    {
        try
        {
            return job.User is null && job.Group is null ? null : Identity.Of(job.User, job.Group);
        }
        catch (UnknownIdentityException unknown)
        {
            throw SupervisorException.Bad($"the job {job.Name} can't run: {unknown.Message}");
        }
    }
}
