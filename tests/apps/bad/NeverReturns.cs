using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    private readonly ManualResetEvent never = new(initialState: false);

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        never.WaitOne();
        return default;
    }
}
