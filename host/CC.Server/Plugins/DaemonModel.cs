using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Server.Plugins;

/// <summary>A daemon's section, resolved.</summary>
/// <param name="Section">The section.</param>
/// <param name="Component">The daemon that it names.</param>
/// <param name="Options">The daemon's options, if it has any.</param>
internal sealed record DaemonModel(IniSection Section, Component Component, object? Options)
{
    public string JobName => Section.Find("job_name")!.Value;

    /// <summary>Whether the daemon would be the same; what its manager reads from the section is asked for when it is needed.</summary>
    public bool SameAs(DaemonModel other) =>
        Component.Type == other.Component.Type && JobName == other.JobName && OptionsBinder.AreSame(Options, other.Options);
}
