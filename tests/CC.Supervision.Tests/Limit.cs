namespace CC.Supervision.Tests;

/// <summary>What waits in these tests waits no longer than this; nothing depends on how long it is.</summary>
internal static class Limit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<T> LimitAsync<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task LimitAsync(this Task task) => task.WaitAsync(Patience);

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
