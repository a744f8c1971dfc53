namespace CC.Interop.Tests.Support;

/// <summary>How long a test waits before it counts as failed. Nothing that succeeds takes this long.</summary>
internal static class Within
{
    public const int Milliseconds = 30_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    public static TimeSpan Limit => TimeSpan.FromMilliseconds(Milliseconds);

    /// <summary>For what waits for something that has a limit of its own.</summary>
    public static TimeSpan Twice => 2 * Limit;

    public static Task LimitAsync(this Task task) => task.WaitAsync(Limit);

    public static Task<T> LimitAsync<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task LimitAsync(this ValueTask task) => task.AsTask().WaitAsync(Limit);

    public static Task<T> LimitAsync<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    /// <summary>Waits for something that can only be looked at.</summary>
    public static async Task TrueAsync(Func<bool> condition, Func<string>? otherwise = null)
    {
        var deadline = Environment.TickCount64 + Milliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, otherwise?.Invoke() ?? "What was waited for has not happened.");
            await Task.Delay(BetweenLooks);
        }
    }
}
