using System.Text;
using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    private readonly IMessages messages;

    public WeatherHandler(IMessages messages)
    {
        this.messages = messages;
        AppDomain.CurrentDomain.ProcessExit += Leaving;
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes("""{"req":"reply","text":"listening"}"""), route: message.Route).Frames);
        return default;
    }

    private void Leaving(object? sender, EventArgs arguments) => GC.KeepAlive(messages);
}
