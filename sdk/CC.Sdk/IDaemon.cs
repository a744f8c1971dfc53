namespace CC.Sdk;

/// <summary>Works for as long as the node runs. Marked with a <see cref="DaemonAttribute"/>; kept running by a <c>jobmgr</c>.</summary>
/// <remarks>Made anew, with what its constructor asks for, each time that it is started, and disposed when it has ended.</remarks>
public interface IDaemon
{
    /// <summary>Runs until cancelled. Returning or throwing earlier has it started again, after a growing delay.</summary>
    /// <param name="cancellationToken">Cancelled to stop the daemon; it should save what it must and return soon.</param>
    Task RunAsync(CancellationToken cancellationToken);
}
