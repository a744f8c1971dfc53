using CC.Sdk;

namespace CC.Server.Tests;

/// <summary>Never comes to an end, and does not listen.</summary>
[Handler("deaf", Concurrent = true)]
public sealed class DeafHandler : IHandler
{
    public static int Calls { get; private set; }

    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        Calls++;
        await new TaskCompletionSource().Task;
    }
}
