using CC.Sdk;
using CC.Sdk.Options;

namespace CC.Server.Components;

/// <summary>One component's view of the node's components: the sections that are parts of it are read as they were when it was configured.</summary>
internal sealed class PartComponents(string jobName, PartSections parts, IComponents others) : IComponents
{
    public IReadOnlyList<TaskDescription> Tasks => others.Tasks;

    public T OptionsOf<T>(string section)
        where T : class, new()
    {
        if (!parts.Texts.TryGetValue(section, out var texts))
        {
            return others.OptionsOf<T>(section);
        }

        var errors = new List<OptionError>();
        var options = OptionsBinder.Bind<T>(FinalSection.Of(jobName, section, texts, errors), errors);
        return errors is [] ? options : throw new OptionsException(errors);
    }

    public Task RunDaemonAsync(string section, CancellationToken cancellationToken) => others.RunDaemonAsync(section, cancellationToken);

    public Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken) =>
        others.RunDaemonAsync(section, program, cancellationToken);

    public ManagedSection SectionOf(string section) => others.SectionOf(section);

    public Task RunTaskAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken) =>
        others.RunTaskAsync(section, request, feedback, cancellationToken);
}
