using CC.Sdk;

[Handler("echo")]
public sealed class AnotherEcho : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
