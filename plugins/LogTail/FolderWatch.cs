using System.Threading.Channels;

namespace CC.Plugins.LogTail;

/// <summary>Wakes the tailer when something happens in the folder, or when somebody asks it to. Nothing is polled.</summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileSystemWatcher watcher;

    public FolderWatch(string folder)
    {
        watcher = new FileSystemWatcher(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => Wake();
        watcher.Created += (_, _) => Wake();
        watcher.Deleted += (_, _) => Wake();
        watcher.Renamed += (_, _) => Wake();
        watcher.Error += (_, _) => Wake();
        watcher.EnableRaisingEvents = true;
    }

    public void Wake() => wakes.Writer.TryWrite(true);

    /// <summary>Returns when something happened since the last call, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit < LongestTimer ? limit : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await wakes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    public void Dispose() => watcher.Dispose();
}
