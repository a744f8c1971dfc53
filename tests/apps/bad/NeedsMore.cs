using CC.Sdk;

// Refers to an assembly that is not deployed.
[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        Console.Error.Write(Almanac.Page);
        return default;
    }
}
