using System.Text;
using CC.Sdk;

// Is all right until the hundredth call.
[Handler("weather")]
public sealed class WeatherHandler(IMessages messages) : IHandler
{
    private int calls;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (++calls >= 100)
        {
            throw new InvalidOperationException($"call {calls} is too many");
        }

        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes("""{"req":"reply","text":"fine"}"""), route: message.Route).Frames);
        return default;
    }
}
