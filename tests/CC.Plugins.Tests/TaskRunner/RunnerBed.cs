using System.Text;
using System.Text.Json;
using CC.Plugins.TaskRunner;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TaskRunner;

/// <summary>A runner on fakes, whose router the test is. It can be ended and started again on the same journal.</summary>
internal sealed class RunnerBed : IAsyncDisposable
{
    public const string Section = "cc.task.one";

    private readonly TemporaryFolder folder = new();
    private readonly string options;
    private CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    public RunnerBed(string options = "") => this.options = $"local-id = here\njournal = {Journal}\nfsync = no\n{options}";

    public ManualTime Time { get; } = new();

    public FakeMessages Messages { get; private set; } = new();

    public FakeComponents Components { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public FakeEvents Events { get; } = new();

    public RecordingLogger<TaskRunnerDaemon> Logger { get; } = new();

    public string Journal => Path.Combine(Disk, "here.tasks");

    /// <summary>Where the journal is.</summary>
    public string Disk => folder["disk"];

    public bool HasRoute { get; set; } = true;

    /// <summary>All that was sent, as <c>TYPE STATUS</c>, registrations left out.</summary>
    public string[] Told => [.. Bodies.Where(body => Text(body, "req") != "task.register").Select(body => $"{Text(body, "req")} {Text(body, "status")}")];

    public IEnumerable<JsonElement> Bodies => Messages.Published.Select(message => JsonDocument.Parse(message.Body).RootElement);

    public IEnumerable<JsonElement> Registrations => Bodies.Where(body => Text(body, "req") == "task.register");

    public static string Text(JsonElement body, string field) => body.TryGetProperty(field, out var value) ? value.ToString() : "";

    /// <summary>Adds a task.</summary>
    public void Add(Func<TaskRequest, ITaskFeedback, CancellationToken, Task> run, string section = Section, TimeSpan limit = default, int maxAtOnce = 0) =>
        Components.Add(new TaskDescription(section, "one", "does one thing", ["cmd: which"], limit, maxAtOnce), run);

    public void Start()
    {
        Messages = new FakeMessages { Time = Time, OnPublish = _ => new ValueTask<bool>(HasRoute) };
        stopping = new CancellationTokenSource();
        var daemon = new TaskRunnerDaemon(
            OptionsOf.Section<TaskRunnerOptions>(options), new ComponentContext("d:taskrunner", "cc", "testhost"), Components, Messages, Events, Metrics, Time, Logger);
        running = daemon.RunAsync(stopping.Token);
    }

    public async Task StartedAsync()
    {
        Start();
        await UntilAsync(() => Registrations.Any());
    }

    public Task SendAsync(string id, string section = Section, string more = "") =>
        ArriveAsync($"task.send.{id}", $"\"task_host\":\"here\",\"task_handler\":\"{section}\",\"task_id\":\"{id}\"{more}");

    public Task AskAsync(string kind, string id) => ArriveAsync($"task.{kind}.{id}", $"\"task_host\":\"here\",\"task_id\":\"{id}\"");

    public Task ArriveAsync(string type, string fields) =>
        Messages.AnswerAsync(Message.Create(type, Encoding.UTF8.GetBytes($"{{\"req\":\"{type}\",\"hostname\":\"client\",{fields}}}")));

    public Task RegisteredAsync(string instance = "r1") => ArriveAsync("reply", $"\"host\":\"here\",\"instance\":\"{instance}\"");

    public Task TakenAsync(string id, string status) => ArriveAsync("reply", $"\"task_id\":\"{id}\",\"status\":\"{status}\"");

    public Task UntilToldAsync(params string[] told) => UntilAsync(() => Told.SequenceEqual(told));

    public Task UntilAsync(Func<bool> condition) =>
        Eventually.TrueAsync(condition, () => $"told: {string.Join(", ", Told)}\n{string.Join('\n', Bodies)}\n{string.Join('\n', Logger.Lines)}");

    public JsonElement Last(string status) => Bodies.Last(body => Text(body, "status") == status);

    /// <summary>Lets time pass until something is so.</summary>
    public Task PassAsync(TimeSpan step, Func<bool> until) => UntilAsync(() =>
    {
        if (until())
        {
            return true;
        }

        Time.Advance(step);
        return false;
    });

    /// <summary>Stops in order; the clock goes on meanwhile.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await PassAsync(TimeSpan.FromSeconds(0.5), () => running.IsCompleted);
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
        folder.Dispose();
    }
}
