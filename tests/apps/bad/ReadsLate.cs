using System.Reflection;
using System.Text;
using CC.Sdk;

// Loads two assemblies at its first call only: one that it refers to, and one that it knows by name.
[Handler("weather")]
public sealed class WeatherHandler(IMessages messages) : IHandler
{
    private const string Text = "hello";

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var text = $"{Text} {Try(Refer)} {Try(Name)}";
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes($$"""{"req":"reply","text":"{{text}}"}"""), route: message.Route).Frames);
        return default;
    }

    private static string Refer() => Almanac.Page;

    private static string Name() => Assembly.Load("Atlas").GetName().Name!;

    private static string Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure)
        {
            return failure.InnerException?.Message ?? failure.Message;
        }
    }
}
