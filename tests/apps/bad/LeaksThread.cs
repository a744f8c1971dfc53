using System.Text;
using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler : IHandler
{
    private readonly IMessages messages;
    private long rounds;

    public WeatherHandler(IMessages messages)
    {
        this.messages = messages;
        new Thread(Watch) { IsBackground = true }.Start();
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes("""{"req":"reply","text":"threaded"}"""), route: message.Route).Frames);
        return default;
    }

    private void Watch()
    {
        while (true)
        {
            rounds++;
            Thread.Sleep(10);
        }
    }
}
