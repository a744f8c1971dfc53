namespace CC.Zmtp.Transports;

/// <summary>
/// Keeps others of this library from looking at a path, removing what is there and binding it, while one does: an exclusive lock
/// (flock) on a file beside it, which is gone when the lock is.
/// </summary>
internal static class BindLock
{
    private const int WouldBlock = 11; // EAGAIN of Linux
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="IOException">The file can't be made, or others hold it for too long.</exception>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var started = Environment.TickCount64;
        while (true)
        {
            try
            {
                return new FileStream($"{path}.cc-bind", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            }
            catch (IOException held) when (held.HResult == WouldBlock && Environment.TickCount64 - started < Patience.TotalMilliseconds)
            {
                await Task.Delay(BetweenAttempts, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
