using CC.Sdk;

namespace CC.Server.Isolation;

/// <summary>What a component in a process of its own has in place of the node's components: none.</summary>
internal sealed class NoComponents : IComponents
{
    public T OptionsOf<T>(string section)
        where T : class, new() => throw Refusal(section);

    public IReadOnlyList<TaskDescription> Tasks => throw Refusal("tasks");

    public Task RunTaskAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken) => throw Refusal(section);

    public Task RunDaemonAsync(string section, CancellationToken cancellationToken) => throw Refusal(section);

    public Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken) => throw Refusal(section);

    public ManagedSection SectionOf(string section) => throw Refusal(section);

    private static NotSupportedException Refusal(string section) =>
        new($"[{section}] can't be managed from a process of its own; write isolation = host in the manager's section");
}
