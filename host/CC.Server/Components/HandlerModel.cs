using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Routing;

namespace CC.Server.Components;

/// <summary>A handler's section, resolved.</summary>
/// <param name="Section">The section.</param>
/// <param name="Component">The handler that it names.</param>
/// <param name="Options">The handler's options, if it has any.</param>
/// <param name="Mailbox">The queue in front of it, if it takes one message at a time.</param>
internal sealed record HandlerModel(IniSection Section, Component Component, object? Options, MailboxModel? Mailbox)
{
    /// <summary>What may go wrong before it is taken out of the routes.</summary>
    public HealthLimits Limits { get; init; } = HealthLimits.None;

    /// <summary>What becomes of its messages then.</summary>
    public string Quarantined { get; init; } = QuarantinePolicy.Drop;

    /// <summary>The sections of the handlers that may get messages from it.</summary>
    public IReadOnlySet<string> HandsOnTo { get; init; } = new HashSet<string>();

    /// <summary>The sections that belong to it.</summary>
    public PartSections Parts { get; init; } = PartSections.None;

    /// <summary>The further sections that its options have (<see cref="SectionsAttribute"/>).</summary>
    public IReadOnlyList<ConfiguredSection> Further { get; init; } = [];

    public string Name => Section.Name;

    public string JobName => Section.Find("job_name")!.Value;

    /// <summary>Whether the handler itself would be the same.</summary>
    public bool IsSameHandler(HandlerModel other) =>
        Component.Type == other.Component.Type && JobName == other.JobName && OptionsBinder.AreSame(Options, other.Options) && Parts.SameAs(other.Parts)
        && Further.SequenceEqual(other.Further);

    public bool SameAs(HandlerModel other) => IsSameHandler(other) && Mailbox == other.Mailbox && Limits == other.Limits && Quarantined == other.Quarantined;
}
