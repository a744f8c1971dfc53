using CC.Sdk.Testing;

namespace CC.Server.Tests;

/// <summary>Makes handlers that are held up in each call until a test opens the door, or they are told to give up.</summary>
internal sealed class Doorway
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim arrivals = new(0);

    public StubHandler Handler() => new(async (_, stopping) => await PassAsync(stopping));

    /// <summary>One that does not listen when it is told to give up.</summary>
    public StubHandler DeafHandler() => new(async (_, _) => await PassAsync(CancellationToken.None));

    public void Open() => opened.TrySetResult();

    /// <summary>Waits until one more call is held up.</summary>
    public async Task ArrivalAsync() => Assert.True(await arrivals.WaitAsync(ServerProcess.Patience), "No call has come.");

    public Task PassAsync(CancellationToken cancellationToken)
    {
        arrivals.Release();
        return opened.Task.WaitAsync(cancellationToken);
    }
}
