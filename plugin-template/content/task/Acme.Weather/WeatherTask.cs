using CC.Sdk;

namespace AcmeWeather;

/// <summary>Says something to somebody, as often as they want.</summary>
[Task("weather", Summary = "says something to somebody", Parameters = ["name: to whom", "times: how often; once if it is not there"])]
public sealed class WeatherTask(WeatherOptions options, TimeProvider time) : ITask
{
    internal const string Text = "hello";

    public async Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var name = request.Require("name");
        var times = Times(request.Find("times"));
        for (var count = 1; count <= times; count++)
        {
            await feedback.SendAsync(new WeatherSaid($"{Text}, {name}"), WeatherJson.Default.WeatherSaid, cancellationToken: cancellationToken);
            await Task.Delay(options.Interval, time, cancellationToken);
        }

        feedback.SetResult(new WeatherDone(times), WeatherJson.Default.WeatherDone);
    }

    private static int Times(string? text) =>
        text is null ? 1
        : int.TryParse(text, out var times) && times >= 0 ? times
        : throw new TaskRefusedException($"times = {text} is not a whole number");
}
