using System.Collections.Concurrent;
using CC.Sdk.Options;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Components without a node: a test says what each section's daemon or task does. Thread-safe.</summary>
public sealed class FakeComponents : IComponents
{
    private readonly ConcurrentDictionary<string, (Func<CancellationToken, Task> Run, string Options)> daemons = new();

    private readonly ConcurrentDictionary<string, (TaskDescription Task, Func<TaskRequest, ITaskFeedback, CancellationToken, Task> Run)> tasks = new();

    /// <summary>Sections in the order in which their daemons, or tasks, were run.</summary>
    public ConcurrentQueue<string> Runs { get; } = new();

    /// <summary>Adds a daemon's section, or replaces it: what the daemon does, and the lines of options that its manager finds there.</summary>
    public void Add(string section, Func<CancellationToken, Task> run, string options = "") => daemons[section] = (run, options);

    /// <summary>Adds a task's section, or replaces it: what the task does.</summary>
    public void Add(TaskDescription task, Func<TaskRequest, ITaskFeedback, CancellationToken, Task> run) => tasks[task.Section] = (task, run);

    /// <summary>Removes a section.</summary>
    public void Remove(string section)
    {
        daemons.TryRemove(section, out _);
        tasks.TryRemove(section, out _);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TaskDescription> Tasks => [.. tasks.Values.Select(task => task.Task).OrderBy(task => task.Section, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task RunTaskAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        Runs.Enqueue(section);
        var run = tasks.TryGetValue(section, out var task) ? task.Run : throw new TaskRefusedException($"no section [{section}] configures a task here");
        await run(request, feedback, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public T OptionsOf<T>(string section)
        where T : class, new() =>
        Testing.OptionsOf.Shared<T>(Find(section).Options);

    /// <inheritdoc/>
    public async Task RunDaemonAsync(string section, CancellationToken cancellationToken)
    {
        Runs.Enqueue(section);
        await Find(section).Run(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken)
    {
        var managed = SectionOf(section);
        if (!managed.Values.ContainsKey("script") && !managed.Values.ContainsKey("command"))
        {
            await RunDaemonAsync(section, cancellationToken).ConfigureAwait(false);
            return;
        }

        Runs.Enqueue(section);
        await program(managed, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>The values are the lines of options that the section was added with, and <c>job_name</c>. A section that was not added has none.</remarks>
    public ManagedSection SectionOf(string section) => new()
    {
        Section = section,
        JobName = $"test.{section}",
        ConfigurationFile = "/etc/test.ini",
        Values = new Dictionary<string, string>(Testing.OptionsOf.Values(daemons.GetValueOrDefault(section).Options ?? "")) { ["job_name"] = $"test.{section}" },
    };

    private (Func<CancellationToken, Task> Run, string Options) Find(string section) =>
        daemons.TryGetValue(section, out var daemon)
            ? daemon
            : throw new OptionsException([new OptionError("test.ini", section, "", null, "is no daemon's section")]);
}
