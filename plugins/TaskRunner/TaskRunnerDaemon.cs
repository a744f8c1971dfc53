using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>Runs tasks that a task router sends.</summary>
[Daemon("taskrunner", NodeOnly = true)]
public sealed partial class TaskRunnerDaemon(
    TaskRunnerOptions options, ComponentContext context, IComponents components, IMessages messages, IEvents events, IMetrics metrics, TimeProvider time, ILogger<TaskRunnerDaemon> logger)
    : IDaemon
{
    private static readonly TimeSpan PauseUnreadable = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var host = options.LocalId.Length > 0 ? options.LocalId : context.HostName;
        var given = new RunnerContext(options, host, components, messages, events, metrics, time, logger);
        var tasks = given.Offered().Select(task => task.Section).ToArray(); // In a process of its own, that is where it ends.
        using var journal = await OpenAsync(cancellationToken);
        await LeftBehind.EndAsync(journal.Found, options.PathOfJournal, time, logger, cancellationToken);
        var inbox = new Inbox(metrics);
        using var link = messages.OpenLink(inbox.ArriveAsync);
        Log.Runs(logger, host, tasks is [] ? "none" : string.Join(", ", tasks));
        await new Runner(given, journal, inbox, link).RunAsync(cancellationToken);
    }

    /// <summary>Without the journal no task is run, since it could be one that has run already.</summary>
    private async Task<TaskJournal> OpenAsync(CancellationToken cancellationToken)
    {
        for (var isTold = false; ; isTold = true)
        {
            var why = "another task runner holds it; give each a journal of its own";
            try
            {
                if (TaskJournal.TryOpen(options.PathOfJournal, options.Fsync) is { } journal)
                {
                    return journal;
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                why = failure.Message;
            }

            if (!isTold)
            {
                Log.CannotBegin(logger, options.PathOfJournal, why);
            }

            await Task.Delay(PauseUnreadable, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "runs tasks as {Host}: {Tasks}")]
        public static partial void Runs(ILogger logger, string host, string tasks);

        [LoggerMessage(2, LogLevel.Error, "the journal {Path} can't be opened: {Why}; tried again until it can, and no task is run before")]
        public static partial void CannotBegin(ILogger logger, string path, string why);
    }
}
