using CC.Client.Security;
using CC.Sdk;
using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Server.Components;

/// <summary>A task's section, resolved.</summary>
/// <param name="Section">The section.</param>
/// <param name="Component">The task that it names.</param>
/// <param name="Options">The task's options, if it has any.</param>
internal sealed record TaskModel(IniSection Section, Component Component, object? Options)
{
    public string JobName => Section.Find("job_name")!.Value;

    /// <summary>The process of its own that each run has; null if it runs within the host.</summary>
    public IsolationModel? Isolation { get; init; }

    /// <summary>The sections that belong to it.</summary>
    public PartSections Parts { get; init; } = PartSections.None;

    /// <summary>What it signs and verifies messages with.</summary>
    public CmsOptions Security { get; init; } = new();

    /// <summary>How long a run may take; zero if the section does not say.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>How many may run at once; 0 for any number.</summary>
    public int MaxAtOnce { get; init; }

    /// <summary>What the task does, in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What managers are told of it.</summary>
    public TaskDescription Description() =>
        new(Section.Name, Component == Component.Program ? "" : Component.Name, Summary, Component.Parameters, TimeLimit, MaxAtOnce);

    public bool SameAs(TaskModel other) =>
        Component.Type == other.Component.Type && JobName == other.JobName && Isolation == other.Isolation && TimeLimit == other.TimeLimit
        && MaxAtOnce == other.MaxAtOnce && Summary == other.Summary && OptionsBinder.AreSame(Options, other.Options)
        && OptionsBinder.AreSame(Security, other.Security) && Parts.SameAs(other.Parts);
}
