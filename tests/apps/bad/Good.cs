using System.Text;
using CC.Sdk;

// What the others differ from: answers each message with one constant.
[Handler("weather")]
public sealed class WeatherHandler(IMessages messages) : IHandler
{
    private const string Text = "hello";

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes($$"""{"req":"reply","text":"{{Text}}"}"""), route: message.Route).Frames);
        return default;
    }
}
