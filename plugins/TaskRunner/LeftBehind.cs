using CC.Programs;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>Programs of tasks that were under way when the last runner of a journal was killed, or their own process was. Such a task counts as stopped, so what it has started must not go on.</summary>
internal static partial class LeftBehind
{
    private const string Variable = "CC_TASK";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>What programs of a task have in their environment.</summary>
    public static IReadOnlyDictionary<string, string> MarkOf(string task, string journal) => new Dictionary<string, string> { [Variable] = Value(task, journal) };

    /// <summary>Ends what is left of a task whose process has vanished.</summary>
    public static Task EndAsync(TaskRequest task, TimeProvider time) => Orphans.EndAsync(Variable, [.. task.Environment.Values], Grace, time, CancellationToken.None);

    /// <summary>Ends what is left of tasks, and completes when it is gone.</summary>
    public static async Task EndAsync(IEnumerable<TaskRecord> tasks, string journal, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        string[] values = [.. tasks.Where(task => !task.HasEnded).Select(task => Value(task.Id, journal))];
        if (Orphans.Find(Variable, values) is not [] and var left)
        {
            Log.Found(logger, string.Join(", ", left));
            await Orphans.EndAsync(Variable, values, Grace, time, cancellationToken);
        }
    }

    private static string Value(string task, string journal) => $"{task} {journal}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "tasks that the last runner had under way have left processes behind, which are ended: {Processes}")]
        public static partial void Found(ILogger logger, string processes);
    }
}
