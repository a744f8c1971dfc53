using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Tests.Configuration;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class HostedTasksTests
{
    private readonly string id = Guid.NewGuid().ToString();
    private readonly RecordingLogger<HostedTasks> logger = new();
    private readonly FakeTaskFeedback feedback = new();
    private readonly FakeMetrics metrics = new();
    private readonly HostedTasks tasks;
    private IReadOnlyDictionary<string, TaskModel> models;
    private string? isolated;

    public HostedTasksTests()
    {
        models = Load("a");
        tasks = new HostedTasks(
            () => models,
            (model, told) => new ComponentServices(
                new ComponentContext(model.Section.Name, "cc", "testhost"), new FakeMessages(), metrics, new FakeComponents(), new FakeEvents(),
                told is null ? logger : new TaskLogger(logger, new ComponentContext(model.Section.Name, "cc", "testhost"), told, metrics, TimeProvider.System), TimeProvider.System),
            (model, _, _, _) =>
            {
                isolated = model.Section.Name;
                return Task.CompletedTask;
            },
            (_, _) => Task.CompletedTask,
            new Disposal(TimeProvider.System, logger),
            logger);
    }

    [Fact]
    public async Task A_task_is_made_for_each_run_and_disposed()
    {
        ScriptedTask.Scripts[id] = (_, _, _) => Task.CompletedTask;

        await RunAsync();
        await RunAsync();

        Assert.Equal(2, ScriptedTask.Disposals[id]);
    }

    [Fact]
    public async Task One_with_a_process_of_its_own_is_not_made_here()
    {
        await RunAsync("t:isolated");

        Assert.Equal("t:isolated", isolated);
    }

    [Fact]
    public void Managers_see_what_there_is()
    {
        Assert.Equal(["cc.task.scripted scripted 'does what a test says' a: one thing 0", "t:isolated scripted 'said here' a: one thing 5"],
            tasks.All.Select(task => $"{task.Section} {task.Task} '{task.Summary}' {string.Join(' ', task.Parameters)} {task.TimeLimit.TotalSeconds}"));
    }

    [Fact]
    public async Task What_a_task_throws_is_told_in_words()
    {
        ScriptedTask.Scripts[id] = (_, _, _) => throw new InvalidOperationException("on purpose");

        var failed = await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync());

        Assert.Equal("on purpose (InvalidOperationException)", failed.Message);
        Assert.Null(failed.InnerException);
        Assert.Contains(logger.Lines, line => line.Level == LogLevel.Error && line.Text.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_stays_one_and_is_not_logged()
    {
        ScriptedTask.Scripts[id] = (_, _, _) => throw new TaskRefusedException("no");

        Assert.Equal("no", (await Assert.ThrowsAsync<TaskRefusedException>(() => RunAsync())).Message);
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public async Task A_section_that_there_is_not_is_refused() =>
        Assert.Equal(
            "no section [x] configures a task here; there are: cc.task.scripted, t:isolated", (await Assert.ThrowsAsync<TaskRefusedException>(() => RunAsync("x"))).Message);

    [Fact]
    public async Task What_a_task_logs_is_told_too()
    {
        ScriptedTask.Scripts[id] = (log, _, _) =>
        {
            log.Log(LogLevel.Warning, default, "look", null, (text, _) => text);
            log.Log(LogLevel.Debug, default, "no", null, (text, _) => text);
            return Task.CompletedTask;
        };

        await RunAsync();

        var (json, _) = Assert.Single(feedback.Told);
        Assert.StartsWith("""{"log_level":"WARNING","service_type":"cc.task.scripted","job_name":"cc","log_msg":"look",""", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_stops_ends_tasks_that_were_left_behind()
    {
        ScriptedTask.Scripts[id] = (_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled);
        var running = RunAsync();

        Assert.True(await tasks.StopAsync(CancellationToken.None));

        Assert.Equal("the node stops", (await Assert.ThrowsAsync<OperationCanceledException>(() => running)).Message);
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync());
    }

    [Fact]
    public async Task A_task_of_a_build_that_is_not_in_force_any_more_has_time_until_the_deadline()
    {
        ScriptedTask.Scripts[id] = (_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled);
        var running = RunAsync();
        using var deadline = new CancellationTokenSource();

        models = Load("b");
        var settling = tasks.SettleAsync(deadline.Token);
        Assert.False(settling.IsCompleted);
        await deadline.CancelAsync();
        await settling;

        Assert.Equal("its plugin was replaced", (await Assert.ThrowsAsync<OperationCanceledException>(() => running)).Message);
    }

    [Fact]
    public async Task One_whose_build_stays_is_left_alone_whatever_becomes_of_its_section()
    {
        var door = new Doorway();
        ScriptedTask.Scripts[id] = (_, _, cancelled) => door.PassAsync(cancelled);
        var running = RunAsync();
        await door.ArrivalAsync();

        await tasks.SettleAsync(new CancellationToken(canceled: true));

        door.Open();
        await running;
    }

    /// <summary>Each call is as if the plugin had been loaded anew.</summary>
    private static IReadOnlyDictionary<string, TaskModel> Load(string build)
    {
        var component = Component.Of(typeof(ScriptedTask))! with { PluginFile = build, Uses = new ComponentUses() };
        const string Ini = Configurations.Main + "[routes]\na = r\n[r]\nhandler = tasker\ntasks = t:isolated\n[cc.task.scripted]\n[t:isolated]\ntask = scripted\nisolation = process\nsummary = said here\ntime-limit = 5";
        var catalog = new ComponentCatalog([new Plugin("Tests", "plugins/Tests/Tests.dll", build, [component, Component.Of(typeof(TaskerHandler))!])], []);
        return Configurations.Load(Ini, catalog).Tasks;
    }

    private Task RunAsync(string section = "cc.task.scripted") =>
        tasks.RunAsync(section, new TaskRequest(id, section, "here", "there", new Dictionary<string, System.Text.Json.JsonElement>()), feedback, CancellationToken.None);
}
