namespace CC.Sdk.Testing.Contracts;

/// <summary>Daemons, for a manager, that do nothing until they are stopped.</summary>
internal sealed class IdleComponents : IComponents
{
    public IReadOnlyList<TaskDescription> Tasks => [];

    public Task RunTaskAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public T OptionsOf<T>(string section)
        where T : class, new() => new();

    public Task RunDaemonAsync(string section, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken) =>
        RunDaemonAsync(section, cancellationToken);

    public ManagedSection SectionOf(string section) => new() { Section = section, JobName = $"contract.{section}", ConfigurationFile = "/etc/contract.ini" };
}
