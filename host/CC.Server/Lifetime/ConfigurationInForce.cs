using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Plugins;

namespace CC.Server.Lifetime;

/// <summary>The configuration that a node runs on, and the way to another one, or to other builds under the same.</summary>
/// <param name="node">The node.</param>
/// <param name="text">The text that it was started with.</param>
/// <param name="hostName">This machine.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Cancelled when the node is to stop.</param>
internal sealed class ConfigurationInForce(Node node, ConfigurationSource text, string hostName, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Takes on other builds of plugins.</summary>
    /// <inheritdoc cref="ChangeToAsync"/>
    public Task TakeAsync(ComponentCatalog plugins, Action serving) => ChangeToAsync(text, _ => plugins, serving);

    /// <summary>Takes on a configuration, with the plugins that are there for it.</summary>
    /// <param name="next">The configuration.</param>
    /// <param name="plugins">Finds the components, where it says that they are.</param>
    /// <param name="serving">Called when it is in force.</param>
    /// <returns>The sections that have changed.</returns>
    /// <exception cref="ConfigurationException">It can't be used.</exception>
    /// <exception cref="ComponentException">A component can't be made.</exception>
    public async Task<IReadOnlySet<string>> ChangeToAsync(ConfigurationSource next, Func<PluginSources, ComponentCatalog> plugins, Action serving)
    {
        var changed = await node.ChangeToAsync(await LoadAsync(next, plugins), serving, stopping);
        text = next;
        return changed;
    }

    /// <summary>Options records are code of plugins, and that may do anything, for instance not return.</summary>
    private async Task<NodeConfiguration> LoadAsync(ConfigurationSource next, Func<PluginSources, ComponentCatalog> plugins)
    {
        var isInForce = next == text;
        var role = node.Configuration.Options.CcRole;
        var limit = node.Configuration.Plugins.Options.ProbeTimeout;
        var loading = Task.Run(() => ConfigurationLoader.Load(next, hostName, plugins, role, isInForce), CancellationToken.None);
        try
        {
            return await loading.WaitAsync(limit, time, stopping);
        }
        catch (Exception failure) when (failure is not (ConfigurationException or TimeoutException or OperationCanceledException))
        {
            throw new ComponentException($"the options of its sections can't be read: {FailureText.Of(failure)}", failure);
        }
        catch (TimeoutException)
        {
            throw new ComponentException($"reading the options of its sections has not ended within {limit.TotalSeconds:0.###} s (probe-timeout); an options record must not wait for anything");
        }
    }
}
