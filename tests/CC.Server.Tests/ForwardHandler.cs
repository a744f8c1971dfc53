using CC.Sdk;

namespace CC.Server.Tests;

/// <summary>Takes its time, and publishes what it gets under another type.</summary>
[Handler("forward")]
public sealed class ForwardHandler(IMessages messages) : IHandler
{
    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await messages.PublishAsync(Texts.Message("forwarded", message.Body()), cancellationToken);
    }
}
