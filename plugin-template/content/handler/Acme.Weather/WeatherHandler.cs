using CC.Sdk;

namespace AcmeWeather;

/// <summary>Answers every message that a route leads to it.</summary>
[Handler("weather")]
public sealed class WeatherHandler(WeatherOptions options, IMessages messages) : IHandler
{
    internal const string Text = "hello";

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var reply = new WeatherReply { Req = WeatherReply.Type, Text = Text, Place = options.Place };
        messages.Reply(message, reply, WeatherJson.Default.WeatherReply);
        return default;
    }
}
