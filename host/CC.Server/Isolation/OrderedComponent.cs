using CC.Sdk;
using CC.Sdk.Options;
using CC.Server.Components;
using CC.Server.Plugins;

namespace CC.Server.Isolation;

/// <summary>Loads the plugin that an order names, and no other, and binds the options in the order to its own.</summary>
internal static class OrderedComponent
{
    /// <exception cref="PluginException">The plugin can't be used, or is another one now.</exception>
    /// <exception cref="PluginTrustException">The authorities' certificates can't be read.</exception>
    /// <exception cref="OptionsException">The options are not those of the component.</exception>
    public static (Component Component, object? Options) Load(ComponentOrder order)
    {
        var component = order.Plugin.Length == 0 ? Component.Program : Find(order);
        if (component.OptionsType is not { } type)
        {
            return (component, null);
        }

        var errors = new List<OptionError>();
        var options = OptionsBinder.Bind(type, FinalSection.Of(order.JobName, order.Section, order.Options, errors), errors);
        return errors is [] ? (component, options) : throw new OptionsException(errors);
    }

    private static Component Find(ComponentOrder order)
    {
        var plugin = Plugin.Load(order.Plugin, PluginTrust.Of(new PluginOptions { RequireSignature = order.SignatureCa.Length > 0, SignatureCa = order.SignatureCa }));
        return plugin.Components.FirstOrDefault(component => component.Kind == order.Kind && component.Name == order.Component)
            ?? throw new PluginException(
                plugin.Name, order.Plugin, PluginState.Invalid, $"it has no {order.Kind.ToString().ToLowerInvariant()} {order.Component} any more; have the node read its plugins again");
    }
}
