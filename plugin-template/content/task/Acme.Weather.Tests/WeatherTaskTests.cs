using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace AcmeWeather.Tests;

public sealed class WeatherTaskTests
{
    private readonly FakeTaskFeedback feedback = new();
    private readonly WeatherTask task = new(OptionsOf.Section<WeatherOptions>("interval = 0"), TimeProvider.System);

    [Fact]
    public async Task Says_its_text_as_often_as_it_is_to()
    {
        await task.RunAsync(Request("""{"name": "you", "times": "2"}"""), feedback, CancellationToken.None);

        var expected = JsonSerializer.Serialize(new WeatherSaid($"{WeatherTask.Text}, you"), WeatherJson.Default.WeatherSaid);
        Assert.Equal([expected, expected], feedback.Told.Select(told => told.Json));
        Assert.Equal("""{"times":2}""", feedback.Result);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name": "you", "times": "often"}""")]
    public async Task Refuses_what_it_cannot_use(string parameters) =>
        await Assert.ThrowsAsync<TaskRefusedException>(() => task.RunAsync(Request(parameters), feedback, CancellationToken.None));

    private static TaskRequest Request(string parameters)
    {
        using var json = JsonDocument.Parse(parameters);
        return new TaskRequest("1", "cc.task.weather", "here", "there", json.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone()));
    }
}
