using CC.Sdk;

namespace CC.Server.Components;

/// <summary>What a manager has of the node's components.</summary>
internal sealed class NodeComponents(HostedDaemons daemons, HostedTasks tasks) : IComponents
{
    public IReadOnlyList<TaskDescription> Tasks => tasks.All;

    public T OptionsOf<T>(string section)
        where T : class, new() => daemons.OptionsOf<T>(section);

    public Task RunDaemonAsync(string section, CancellationToken cancellationToken) => daemons.RunDaemonAsync(section, cancellationToken);

    public Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken) =>
        daemons.RunDaemonAsync(section, program, cancellationToken);

    public ManagedSection SectionOf(string section) => daemons.SectionOf(section);

    public Task RunTaskAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken) =>
        tasks.RunAsync(section, request, feedback, cancellationToken);
}
