using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Plugins;
using CC.Server.Tests.Components;

namespace CC.Server.Tests.Configuration;

/// <summary>Loads configurations from text, with the components of this assembly in place of plugins.</summary>
internal static class Configurations
{
    public const string Main = "[ccserver]\ncc-socket = tcp://127.0.0.1:*\ncc-role = local\n";

    public static ComponentCatalog Catalog { get; } = CatalogOf(
        typeof(PlainHandler), typeof(QuickHandler), typeof(LocalHandler), typeof(RemoteHandler), typeof(FlexibleHandler), typeof(RunnerHandler), typeof(WholeHandler), typeof(CollectorHandler), typeof(PlainDaemon));

    public static ComponentCatalog CatalogOf(params Type[] types) => CatalogOf([], types);

    public static ComponentCatalog CatalogOf(IReadOnlyList<string> problems, params Type[] types) =>
        new([new Plugin("Tests", "plugins/Tests/Tests.dll", "1", [.. types.Select(type => Component.Of(type)!)])], problems);

    public static NodeConfiguration Load(string text, params (string Key, string Value)[] overrides) => Load(text, Catalog, overrides);

    public static NodeConfiguration Load(string text, ComponentCatalog catalog, params (string Key, string Value)[] overrides) =>
        ConfigurationLoader.Load(Source(text, overrides), "testhost", _ => catalog);

    /// <summary>What is wrong with a configuration, in a line each.</summary>
    public static string[] Errors(string text, params (string Key, string Value)[] overrides) => Errors(text, Catalog, overrides);

    public static string[] Errors(string text, ComponentCatalog catalog, params (string Key, string Value)[] overrides)
    {
        var invalid = Assert.Throws<ConfigurationException>(() => Load(text, catalog, overrides));
        return [.. invalid.Errors.Select(error => error.ToString())];
    }

    public static T OptionsOf<T>(this NodeConfiguration configuration, string section) => Assert.IsType<T>(configuration.Handlers[section].Options);

    public static ConfigurationSource Source(string text, params (string Key, string Value)[] overrides) =>
        new("cc.ini", "cc", overrides.ToDictionary(value => value.Key, value => value.Value), () => text);
}
