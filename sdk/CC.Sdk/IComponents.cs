namespace CC.Sdk;

/// <summary>Runs components that other sections configure, for the few handlers that manage others; and reads sections that belong to the component.</summary>
public interface IComponents
{
    /// <summary>The tasks that sections of this node configure, by section.</summary>
    /// <exception cref="NotSupportedException">The component runs in a process of its own, which knows of no sections.</exception>
    IReadOnlyList<TaskDescription> Tasks { get; }

    /// <summary>Reads options of a manager's own from the section that configures what it manages; or those of a section that is a part of the component (<see cref="Options.SectionKind.Part"/>).</summary>
    /// <exception cref="OptionsException">The section is missing, or a value is invalid.</exception>
    /// <exception cref="NotSupportedException">The component runs in a process of its own, which knows of no sections.</exception>
    T OptionsOf<T>(string section)
        where T : class, new();

    /// <summary>Makes the daemon that a section names and runs it to its end, whatever that is: its own, its failure, or the cancellation.</summary>
    /// <exception cref="OptionsException">The section names no daemon, or configures it wrongly.</exception>
    /// <exception cref="NotSupportedException">The section names a program, which this does not run.</exception>
    Task RunDaemonAsync(string section, CancellationToken cancellationToken);

    /// <summary>
    /// The same, for a manager that can run programs: where the section names one (<c>script</c> or <c>command</c>), <paramref name="program"/> is called when
    /// a daemon would be made: not before the node serves, and not while an earlier run of the section has not ended.
    /// </summary>
    /// <param name="section">The section.</param>
    /// <param name="program">Runs the program to its end; its token is cancelled when the daemon, or the node, is to stop.</param>
    /// <param name="cancellationToken">Ends the daemon.</param>
    /// <exception cref="OptionsException">The section names neither, or configures it wrongly.</exception>
    Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken);

    /// <summary>What the node has of a daemon's section.</summary>
    /// <exception cref="OptionsException">The section is no daemon's.</exception>
    ManagedSection SectionOf(string section);

    /// <summary>
    /// Makes the task that a section names, for this one request, and runs it to its end, within the node, in a process of its own or as a program, as the section says. Any number may
    /// run at once; what the section says of that, and of the time it may take, is for the caller to keep (<see cref="Tasks"/>).
    /// </summary>
    /// <param name="section">The section.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="feedback">Given what the task tells, and what it logs, until it has ended.</param>
    /// <param name="cancellationToken">Has the task end. One in a process of its own is killed if it does not; one within the node can't be.</param>
    /// <exception cref="TaskRefusedException">The section configures no task, or the task refuses the request; nothing was done.</exception>
    /// <exception cref="TaskFailedException">The task has not done what it was for.</exception>
    /// <exception cref="OperationCanceledException">It has ended because it was to: at the caller's wish, or because its plugin was replaced, or because the node stops.</exception>
    /// <exception cref="NotSupportedException">The component runs in a process of its own, which knows of no sections.</exception>
    Task RunTaskAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken);
}
