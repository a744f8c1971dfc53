using CC.Client;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>A task whose plugin is replaced while it runs.</summary>
public sealed class ReplacedTaskTests : TaskTest
{
    [Fact]
    public async Task What_runs_goes_on_with_the_old_code_what_comes_runs_on_the_new_and_the_old_goes_away()
    {
        var go = Folder["go"];
        Deploy(Saying("before"));
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(
            router.Endpoint, "[plugins]\nwatch = no\nunload-timeout = 20\n[cc.task.weather]", main: $"plugins-dir = {Plugins}\nstop-timeout = 60"));
        await using var client = new CcClient(server.Endpoint);
        await router.RegisteredAsync();
        await router.SendAsync("old", "cc.task.weather", $",\"go\":\"{go}\"");
        await Eventually.TrueAsync(() => router.FeedbackOf("old").Count == 1, () => "it does not start");

        Deploy(Saying("after"));
        var reload = RequestAsync(client, ControlTypes.PluginReload, Weather);
        await File.WriteAllTextAsync(Folder["now"], "");
        for (var count = 0; !router.FeedbackOf($"new{count - 1}").Any(told => told.Contains("says after", StringComparison.Ordinal)); count++)
        {
            await router.SendAsync($"new{count}", "cc.task.weather", $",\"go\":\"{Folder["now"]}\"");
            Assert.Equal("finished", (await router.EndOfAsync($"new{count}")).Status);
        }

        await File.WriteAllTextAsync(go, "");

        Assert.Equal("finished", (await router.EndOfAsync("old")).Status);
        Assert.Contains("says before", Assert.Single(router.FeedbackOf("old")), StringComparison.Ordinal);
        Assert.Equal(ControlTypes.Reply, (await reload).Type);
        await UntilAsync(client, plugin => plugin.Leaving.Count == 0);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_cancelled_and_reported_replaced()
    {
        Deploy(Saying("before"));
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(
            router.Endpoint, "[plugins]\nwatch = no\nunload-timeout = 20\n[cc.task.weather]", main: $"plugins-dir = {Plugins}\nstop-timeout = 1"));
        await using var client = new CcClient(server.Endpoint);
        await router.RegisteredAsync();
        await router.SendAsync("old", "cc.task.weather", $",\"go\":\"{Folder["never"]}\"");
        await Eventually.TrueAsync(() => router.FeedbackOf("old").Count == 1, () => "it does not start");

        Deploy(Saying("after"));
        await RequestAsync(client, ControlTypes.PluginReload, Weather);

        var (status, feedback) = await router.EndOfAsync("old");
        Assert.Equal(("stopped", "replaced"), (status, feedback.GetProperty("reason").GetString()));
        await UntilAsync(client, plugin => plugin.Leaving.Count == 0);
        Assert.Equal(0, await server.StopAsync());
    }

    /// <summary>A task that says a text, and waits for a file.</summary>
    private static string Saying(string text) => $$"""
        using Microsoft.Extensions.Logging;
        using CC.Sdk;

        [Task("weather")]
        public sealed class WeatherTask(ILogger<WeatherTask> logger) : ITask
        {
            public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
            {
                logger.Log(LogLevel.Information, default, "{{text}}", null, (text, _) => $"says {text}");
                while (!System.IO.File.Exists(request.Find("go")))
                {
                    await Task.Delay(20, cancellationToken);
                }
            }
        }
        """;
}
