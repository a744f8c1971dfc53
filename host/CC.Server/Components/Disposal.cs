using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>Ends components the way each of them knows, within limits: what they do meanwhile is no reason not to go on.</summary>
internal sealed partial class Disposal(TimeProvider time, ILogger logger)
{
    /// <summary>How long after the deadline a component may take to save what it must.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Disposes a component, and says whether it has let itself be disposed in time.</summary>
    public async Task<bool> DisposeAsync(string section, object? component, CancellationToken deadline)
    {
        var disposing = Task.Run(() => Begin(component), CancellationToken.None);
        await disposing.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await disposing.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (disposing.Exception is { InnerException: { } failure })
        {
            Log.Failed(logger, failure, section);
        }
        else if (!disposing.IsCompleted)
        {
            Log.LeftBehind(logger, section);
        }

        return disposing.IsCompleted;
    }

    private static async Task Begin(object? component)
    {
        switch (component)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Section} failed while it was ended")]
        public static partial void Failed(ILogger logger, Exception failure, string section);

        [LoggerMessage(2, LogLevel.Error, "{Section} is still ending, though its time is over, and is left behind")]
        public static partial void LeftBehind(ILogger logger, string section);
    }
}
