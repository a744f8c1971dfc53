using System.Text;
using System.Runtime.Loader;
using CC.Sdk;

[Handler("weather")]
public sealed class WeatherHandler(IMessages messages) : IHandler, IDisposable
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        messages.Return(Message.Create("reply", Encoding.UTF8.GetBytes("""{"req":"reply","text":"staying"}"""), route: message.Route).Frames);
        return default;
    }

    public void Dispose() =>
        AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Unloading += _ => new ManualResetEvent(initialState: false).WaitOne();
}
