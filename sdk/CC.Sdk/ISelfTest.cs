namespace CC.Sdk;

/// <summary>
/// A component that can tell whether it will work, before it is given any message: a handler after it is made, a daemon before it is run. A build of
/// a plugin whose self-test throws, or takes longer than <c>probe-timeout</c>, is refused, and the one before goes on serving.
/// </summary>
public interface ISelfTest
{
    /// <summary>Looks whether all that the component needs is there. Must not change anything: the build before is still at work.</summary>
    /// <param name="cancellationToken">Cancelled when the answer would come too late.</param>
    /// <exception cref="Exception">It will not work; the message tells the operator why.</exception>
    Task TestAsync(CancellationToken cancellationToken);
}
