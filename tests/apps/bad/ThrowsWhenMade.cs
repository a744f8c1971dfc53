using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    public WeatherHandler() => throw new InvalidOperationException("there is no weather today");

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
