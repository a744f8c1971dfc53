using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    public WeatherHandler()
    {
        System.Console.WriteLine("it begins to be made");
        new ManualResetEvent(initialState: false).WaitOne();
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
