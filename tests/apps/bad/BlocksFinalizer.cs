using System.Text;
using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler(IMessages messages) : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes("""{"req":"reply","text":"lasting"}"""), route: message.Route).Frames);
        return default;
    }

    ~WeatherHandler() => new ManualResetEvent(initialState: false).WaitOne();
}
