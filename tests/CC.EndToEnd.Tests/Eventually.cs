using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests;

/// <summary>Waits until something is so; how long it takes does not matter, as long as it is not for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) => TrueAsync(() => Task.FromResult(condition()), otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, patience.IsCancellationRequested ? otherwise() : "");
            await Task.Delay(Pace);
        }
    }
}
