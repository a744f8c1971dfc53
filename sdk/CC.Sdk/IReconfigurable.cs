namespace CC.Sdk;

/// <summary>
/// A component that takes a changed configuration without being replaced, because what it holds should not be interrupted. A
/// component without this is replaced by a new one when its section changes.
/// </summary>
public interface IReconfigurable<in TOptions>
{
    /// <summary>Applies a configuration that was read again.</summary>
    /// <param name="options">The component's own options, as they are now.</param>
    /// <param name="changedSections">All sections whose values differ from before, its own included.</param>
    /// <param name="cancellationToken">Cancelled when the node stops.</param>
    Task ReconfigureAsync(TOptions options, IReadOnlySet<string> changedSections, CancellationToken cancellationToken);
}
