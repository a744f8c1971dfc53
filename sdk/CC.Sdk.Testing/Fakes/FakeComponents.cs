using System.Collections.Concurrent;
using CC.Sdk.Options;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Components without a node: a test says what each section's daemon does. Thread-safe.</summary>
public sealed class FakeComponents : IComponents
{
    private readonly ConcurrentDictionary<string, (Func<CancellationToken, Task> Run, string Options)> daemons = new();

    /// <summary>Sections in the order in which their daemons were run.</summary>
    public ConcurrentQueue<string> Runs { get; } = new();

    /// <summary>Adds a daemon's section, or replaces it: what the daemon does, and the lines of options that its manager finds there.</summary>
    public void Add(string section, Func<CancellationToken, Task> run, string options = "") => daemons[section] = (run, options);

    /// <summary>Removes a section.</summary>
    public void Remove(string section) => daemons.TryRemove(section, out _);

    /// <inheritdoc/>
    public T OptionsOf<T>(string section)
        where T : class, new() =>
        Testing.OptionsOf.Section<T>(Find(section).Options);

    /// <inheritdoc/>
    public async Task RunDaemonAsync(string section, CancellationToken cancellationToken)
    {
        Runs.Enqueue(section);
        await Find(section).Run(cancellationToken).ConfigureAwait(false);
    }

    private (Func<CancellationToken, Task> Run, string Options) Find(string section) =>
        daemons.TryGetValue(section, out var daemon)
            ? daemon
            : throw new OptionsException([new OptionError("test.ini", section, "", null, "is no daemon's section")]);
}
