using CC.Client.Security;
using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Server.Components;

/// <summary>A daemon's section, resolved.</summary>
/// <param name="Section">The section.</param>
/// <param name="Component">The daemon that it names.</param>
/// <param name="Options">The daemon's options, if it has any.</param>
internal sealed record DaemonModel(IniSection Section, Component Component, object? Options)
{
    public string JobName => Section.Find("job_name")!.Value;

    /// <summary>The process of its own that it runs in; null if it runs within the host.</summary>
    public IsolationModel? Isolation { get; init; }

    /// <summary>All values of the section, as they were when it was read.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the section names a program, which its manager runs, and not a plugin. What options that has is not known here.</summary>
    public bool IsProgram => Component.Type == typeof(ForeignDaemon);

    /// <summary>The sections that belong to it.</summary>
    public PartSections Parts { get; init; } = PartSections.None;

    /// <summary>What it signs and verifies messages with.</summary>
    public CmsOptions Security { get; init; } = new();

    /// <summary>How often it may fail before it is not started any more.</summary>
    public DaemonLimits Limits { get; init; } = DaemonLimits.None;

    /// <summary>Whether the daemon would be the same; what its manager reads from the section is asked for when it is needed.</summary>
    public bool SameAs(DaemonModel other) =>
        Component.Type == other.Component.Type && JobName == other.JobName && Isolation == other.Isolation && OptionsBinder.AreSame(Options, other.Options)
        && OptionsBinder.AreSame(Security, other.Security)
        && Parts.SameAs(other.Parts)
        && (!IsProgram || (Values.Count == other.Values.Count && !Values.Except(other.Values).Any()));
}
