using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace AcmeWeather.Tests;

public sealed class WeatherHandlerTests
{
    [Fact]
    public async Task Answers_with_its_text_and_the_place_configured()
    {
        var messages = new FakeMessages();
        var handler = new WeatherHandler(OptionsOf.Section<WeatherOptions>("place = Oslo"), messages);

        await handler.HandleAsync(Message.Create("weather.now", "{}"u8.ToArray()), CancellationToken.None);

        Message.TryParse(Assert.Single(messages.Returned), out var answer);
        var reply = messages.Open(answer, WeatherJson.Default.WeatherReply);
        Assert.Equal(WeatherHandler.Text, reply.Text);
        Assert.Equal("Oslo", reply.Place);
    }
}
