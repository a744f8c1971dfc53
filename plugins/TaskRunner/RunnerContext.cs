using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>What a runner is given.</summary>
internal sealed record RunnerContext(
    TaskRunnerOptions Options, string Host, IComponents Components, IMessages Messages, IEvents Events, IMetrics Metrics, TimeProvider Time, ILogger Logger)
{
    public const string BadRequest = "bad-task-request";
    public const string QueueFull = "task-queue-full";
    public const string Unconfirmed = "task-unconfirmed";

    /// <summary>The tasks that are run from here.</summary>
    public IEnumerable<TaskDescription> Offered() => Components.Tasks.Where(task => Options.Offers(task.Section));

    public TaskDescription? Find(string section) => Offered().FirstOrDefault(task => task.Section == section);
}
