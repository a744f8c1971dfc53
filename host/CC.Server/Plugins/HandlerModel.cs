using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Routing;

namespace CC.Server.Plugins;

/// <summary>A handler's section, resolved.</summary>
/// <param name="Section">The section.</param>
/// <param name="Component">The handler that it names.</param>
/// <param name="Options">The handler's options, if it has any.</param>
/// <param name="Mailbox">The queue in front of it, if it takes one message at a time.</param>
internal sealed record HandlerModel(IniSection Section, Component Component, object? Options, MailboxModel? Mailbox)
{
    public string Name => Section.Name;

    public string JobName => Section.Find("job_name")!.Value;

    /// <summary>Whether the handler itself would be the same.</summary>
    public bool IsSameHandler(HandlerModel other) =>
        Component.Type == other.Component.Type && JobName == other.JobName && OptionsBinder.AreSame(Options, other.Options);

    public bool SameAs(HandlerModel other) => IsSameHandler(other) && Mailbox == other.Mailbox;
}
