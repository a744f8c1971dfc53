using CC.Sdk;

public sealed record WeatherOptions
{
    public WeatherOptions() => throw new InvalidOperationException("no options today");
}

// Its options can't be made.
[Handler("weather")]
public sealed class WeatherHandler(WeatherOptions options) : IHandler
{
    public WeatherOptions Options => options;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
