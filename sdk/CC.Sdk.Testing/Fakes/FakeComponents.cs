using System.Collections.Concurrent;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Components without a node: a test says what each section's daemon does. Thread-safe.</summary>
public sealed class FakeComponents : IComponents
{
    private readonly ConcurrentDictionary<string, string> sections = new();
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task>> daemons = new();

    /// <summary>Sections in the order in which their daemons were run.</summary>
    public ConcurrentQueue<string> Runs { get; } = new();

    /// <summary>Adds a daemon's section: what the daemon does, and the lines of options that its manager finds there.</summary>
    public void Add(string section, Func<CancellationToken, Task> run, string options = "")
    {
        sections[section] = options;
        daemons[section] = run;
    }

    /// <inheritdoc/>
    public T OptionsOf<T>(string section)
        where T : class, new() =>
        Testing.OptionsOf.Section<T>(sections[section]);

    /// <inheritdoc/>
    public Task RunDaemonAsync(string section, CancellationToken cancellationToken)
    {
        Runs.Enqueue(section);
        return daemons[section](cancellationToken);
    }
}
