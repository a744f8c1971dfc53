using CC.Sdk;
using CC.Sdk.Options;

public sealed record WeatherOptions : IValidatedOptions
{
    public System.Collections.Generic.IEnumerable<(string Option, string Rule)> Validate()
    {
        new ManualResetEvent(initialState: false).WaitOne();
        return [];
    }
}

// Its options are never read to the end.
[Handler("weather")]
public sealed class WeatherHandler(WeatherOptions options) : IHandler
{
    public WeatherOptions Options => options;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
