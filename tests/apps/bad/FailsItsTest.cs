using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler, ISelfTest
{
    public Task TestAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("the station does not answer");

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
