using CC.Sdk;
using CC.Sdk.Options;

public sealed record WeatherOptions
{
    [Option(Required = true)]
    public string Station { get; init; } = "";
}

// Needs an option that no section has.
[Handler("weather")]
public sealed class WeatherHandler(WeatherOptions options) : IHandler
{
    public string Station => options.Station;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
