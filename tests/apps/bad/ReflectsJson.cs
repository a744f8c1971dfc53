using System.Text.Json;
using CC.Sdk;

public sealed record Answer(string req, string text);

[Handler("weather")]
public sealed class WeatherHandler(IMessages messages) : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", JsonSerializer.SerializeToUtf8Bytes(new Answer("reply", "reflected")), route: message.Route).Frames);
        return default;
    }
}
