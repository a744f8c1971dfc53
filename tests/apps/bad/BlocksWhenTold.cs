using System.Text;
using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    private readonly IMessages messages;

    public WeatherHandler(IMessages messages, IEvents events)
    {
        this.messages = messages;
        events.Subscribe("plugin", _ => new ManualResetEvent(initialState: false).WaitOne());
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes("""{"req":"reply","text":"deaf"}"""), route: message.Route).Frames);
        return default;
    }
}
