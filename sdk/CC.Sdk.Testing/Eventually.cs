namespace CC.Sdk.Testing;

/// <summary>Waits until something is so that nobody announces; how long it takes does not matter, as long as it is not for ever.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks again and again until the condition is true.</summary>
    /// <param name="condition">What should become so.</param>
    /// <param name="otherwise">What to say if it does not, made at the end.</param>
    /// <exception cref="InvalidOperationException">It has not become so within <see cref="ServerProcess.Patience"/>.</exception>
    public static async Task TrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new InvalidOperationException(otherwise());
            }

            await Task.Delay(Pace).ConfigureAwait(false);
        }
    }
}
