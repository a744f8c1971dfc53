using System.Threading.Channels;

namespace CC.Files;

/// <summary>
/// Waits until something happens in folders, or until somebody asks for attention. However much happens while nobody waits, it is told
/// once. Nothing is polled.
/// </summary>
public abstract class FolderWatch : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int changes;

    private protected FolderWatch()
    {
    }

    /// <summary>Makes a watch of the system's own kind.</summary>
    /// <exception cref="IOException">The system has no room for another one.</exception>
    public static FolderWatch Open() => OperatingSystem.IsLinux() ? new InotifyFolderWatch() : new SystemFolderWatch();

    /// <summary>A watch that hears of nothing, for where the system has no other; whoever waits has to look now and then.</summary>
    public static FolderWatch Blind() => new BlindFolderWatch();

    /// <summary>Watches these folders, and no others from now on. In place of one that is not there, the nearest folder above it is watched, so that its coming is told.</summary>
    /// <remarks>To be called again after <see cref="FolderChange.Names"/>, since a folder may have been replaced by another one.</remarks>
    /// <exception cref="IOException">The system watches no more.</exception>
    public abstract void Watch(IReadOnlyCollection<string> folders);

    /// <summary>Ends the wait under way, or the next one. From any thread.</summary>
    public void Wake() => wakes.Writer.TryWrite(true);

    /// <summary>Returns when something has happened since the last call, or the time is over, and what happened. One caller at a time.</summary>
    public async Task<FolderChange> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        Arm();
        using var deadline = new CancellationTokenSource(limit < LongestTimer ? limit : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await wakes.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }

        return Taken();
    }

    /// <summary>What has happened so far, without waiting.</summary>
    public FolderChange Taken() => (FolderChange)Interlocked.Exchange(ref changes, 0);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Somebody waits from now on.</summary>
    private protected virtual void Arm()
    {
    }

    private protected void Tell(FolderChange change)
    {
        if (change != FolderChange.None)
        {
            Interlocked.Or(ref changes, (int)change);
            Wake();
        }
    }
}
