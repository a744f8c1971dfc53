using CC.Sdk;

namespace CC.Plugins.Outsider;

/// <summary>Lets messages pass one by one, once a test has opened the gate.</summary>
[Handler("gate")]
public sealed class GateHandler(GateOptions options) : IHandler
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        while (!File.Exists(options.OpenFile))
        {
            await Task.Delay(Pace, options.Stubborn ? CancellationToken.None : cancellationToken);
        }

        await File.AppendAllTextAsync(options.Journal, $"{message.Type}\n", CancellationToken.None);
    }
}
