using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
