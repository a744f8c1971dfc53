using CC.Sdk;
using CC.Sdk.Options;

namespace CC.Server.Tests.Components;

/// <summary>Options of each kind that a section can have.</summary>
public sealed record PlainOptions : IValidatedOptions
{
    public string Text { get; init; } = "";

    [Option(Path = true)]
    public string Folder { get; init; } = "";

    public ByteSize Limit { get; init; } = new(1024);

    public IReadOnlyList<string> Names { get; init; } = [];

    public bool Loud { get; init; }

    [Option(Min = 0)]
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    [Option(Min = 1, Max = 9)]
    public int Count { get; init; } = 1;

    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (Loud && Text.Length == 0)
        {
            yield return ("loud", "needs a text to be loud about");
        }
    }
}

[Handler("plain", Alias = "simple")]
public sealed class PlainHandler(PlainOptions options) : IHandler, IDisposable
{
    public PlainOptions Options => options;

    public bool IsDisposed { get; private set; }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;

    public void Dispose() => IsDisposed = true;
}

[Handler("quick", Concurrent = true)]
public sealed class QuickHandler : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}

[Handler("localonly", Role = NodeRole.Local)]
public sealed class LocalHandler : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}

[Handler("remoteonly", Role = NodeRole.Remote)]
public sealed class RemoteHandler : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}

/// <summary>Takes a changed configuration as it is.</summary>
[Handler("flexible")]
public sealed class FlexibleHandler(PlainOptions options) : IHandler, IReconfigurable<PlainOptions>
{
    private readonly TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim mayGoOn = new();

    public PlainOptions Options { get; private set; } = options;

    public List<string> Changes { get; } = [];

    public Task Blocked => blocked.Task;

    public void Unblock() => mayGoOn.Set();

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;

    public Task ReconfigureAsync(PlainOptions options, IReadOnlySet<string> changedSections, CancellationToken cancellationToken)
    {
        Options = options;
        Changes.Add(string.Join(' ', changedSections.Order(StringComparer.Ordinal)));
        if (options.Text == "blocked")
        {
            blocked.SetResult();
            mayGoOn.Wait(CancellationToken.None);
        }

        return options.Text == "refused" ? throw new InvalidOperationException("on purpose") : Task.CompletedTask;
    }
}

public sealed record RunnerOptions
{
    [Option(Refers = SectionKind.Daemon, ReferredOptions = typeof(RunOptions))]
    public IReadOnlyList<string> Daemons { get; init; } = [];

    [Option(Refers = SectionKind.Handler)]
    public string Next { get; init; } = "";
}

/// <summary>What the runner reads from the sections of what it runs.</summary>
public sealed record RunOptions
{
    [Option(Min = 0)]
    public int Priority { get; init; } = 1;
}

[Handler("runner", Role = NodeRole.Local)]
public sealed class RunnerHandler(RunnerOptions options) : IHandler
{
    public RunnerOptions Options => options;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}

[Daemon("plain")]
public sealed class PlainDaemon(PlainOptions options) : IDaemon
{
    public PlainOptions Options => options;

    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}

[Daemon("leading", NodeOnly = true)]
public sealed class LeadingDaemon : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}

public sealed record WholeOptions
{
    [Option(Refers = SectionKind.Part, ReferredOptions = typeof(PlainOptions))]
    public IReadOnlyList<string> Parts { get; init; } = [];
}

/// <summary>Has sections beside its own.</summary>
[Handler("whole")]
public sealed class WholeHandler(WholeOptions options, IComponents components) : IHandler
{
    public IReadOnlyList<string> Texts { get; } = [.. options.Parts.Select(part => components.OptionsOf<PlainOptions>(part).Text)];

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}

public sealed record CollectorOptions : ISectionRules
{
    [Sections("c:", "extra")]
    public IReadOnlyList<ConfiguredSection> Sections { get; init; } = [];

    public IEnumerable<SectionFinding> CheckSections() => Sections.SelectMany(section => section.Entries, (section, entry) => (section, entry)).SelectMany(Check);

    private static IEnumerable<SectionFinding> Check((ConfiguredSection Section, KeyValuePair<string, string> Entry) found) => found.Entry.Key.ToLowerInvariant() switch
    {
        "size" => found.Entry.Value == "big" ? [new SectionFinding(found.Section.Name, found.Entry.Key, "is small")] : [],
        "bomb" => throw new InvalidOperationException("on purpose"),
        _ => [SectionFinding.Unknown(found.Section.Name, found.Entry.Key, ["size"])],
    };
}

/// <summary>Takes sections for its own by their names.</summary>
[Handler("collector")]
public sealed class CollectorHandler(CollectorOptions options) : IHandler
{
    public CollectorOptions Options => options;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
