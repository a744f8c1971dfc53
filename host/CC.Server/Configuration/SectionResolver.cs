using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Plugins;

namespace CC.Server.Configuration;

/// <summary>Follows references from section to section, and binds each section once to the component that it names.</summary>
internal sealed class SectionResolver(
    IniFile file,
    ComponentCatalog catalog,
    ConfiguredRole role,
    ICollection<OptionError> errors,
    ICollection<string> warnings)
{
    private readonly HashSet<string> seen = [];

    public Dictionary<string, HandlerModel> Handlers { get; } = [];

    public Dictionary<string, DaemonModel> Daemons { get; } = [];

    public bool IsUsed(string section) => seen.Contains(section);

    /// <summary>Resolves the handler section that an option refers to.</summary>
    public void AddHandler(string name, IniSection referrer, string option)
    {
        if (Take(name, referrer, option) is not { } section)
        {
            return;
        }

        var common = OptionsBinder.Bind<HandlerSection>(section, errors);
        var key = common.Plugin.Length > 0 ? "plugin" : "handler";
        if (FindComponent(ComponentKind.Handler, section, key, common.Name) is not { } component)
        {
            return;
        }

        if (!role.Admits(component.Role))
        {
            errors.Add(section.Error(key, $"runs on nodes with cc-role = {component.Role.ToString().ToLowerInvariant()} only; this node is {role.ToString().ToLowerInvariant()}"));
        }

        OptionsBinder.RefuseUnknown(section, [typeof(HandlerSection), typeof(LegacyOptions), typeof(SecurityOptions), typeof(Injected), .. Own(component)], errors);
        Handlers[name] = new HandlerModel(section, common, component, Bind(component, section));
    }

    private void AddDaemon(string name, IniSection referrer, string option, Type? referrersOptions)
    {
        if (Take(name, referrer, option) is not { } section)
        {
            return;
        }

        var common = OptionsBinder.Bind<DaemonSection>(section, errors);
        if (common.Script.Length > 0)
        {
            errors.Add(section.Error("script", "names a program; this version runs only daemons that are plugins: use module = NAME"));
            return;
        }

        if (FindComponent(ComponentKind.Daemon, section, "module", common.Module) is not { } component)
        {
            return;
        }

        if (common.LogFile.Length > 0 && section.OwnEntries.Any(entry => entry.Key == "logfile"))
        {
            warnings.Add($"[{name}] logfile has no effect: a daemon logs to its node, by messages of type log.LEVEL");
        }

        Type[] referrers = referrersOptions is null ? [] : [referrersOptions];
        OptionsBinder.RefuseUnknown(section, [typeof(DaemonSection), typeof(LegacyOptions), typeof(SecurityOptions), typeof(Injected), .. Own(component), .. referrers], errors);
        foreach (var type in referrers)
        {
            OptionsBinder.Bind(type, section, errors);
        }

        Daemons[name] = new DaemonModel(section, component, Bind(component, section));
    }

    private IniSection? Take(string name, IniSection referrer, string option)
    {
        if (!seen.Add(name))
        {
            return null;
        }

        if (file.Find(name) is { } section)
        {
            return section;
        }

        var nearest = NearestName.Find(name, file.Sections.Select(section => section.Name));
        errors.Add(referrer.Error(option, $"refers to the section [{name}], which does not exist{(nearest is null ? "" : $"; did you mean [{nearest}]?")}"));
        return null;
    }

    private Component? FindComponent(ComponentKind kind, IniSection section, string option, string name)
    {
        var component = name.Length == 0 ? null : catalog.Find(kind, name);
        if (component is null)
        {
            errors.Add(section.Error(option, name.Length == 0 ? "is required" : catalog.Unknown(kind, name)));
        }

        return component;
    }

    private object? Bind(Component component, IniSection section)
    {
        OptionsBinder.Bind<SecurityOptions>(section, errors);
        if (component.OptionsType is not { } type)
        {
            return null;
        }

        var options = OptionsBinder.Bind(type, section, errors);
        foreach (var descriptor in OptionDescriptor.Of(type))
        {
            foreach (var name in descriptor.References(options))
            {
                Follow(name, section, descriptor);
            }
        }

        return options;
    }

    private void Follow(string name, IniSection section, OptionDescriptor descriptor)
    {
        switch (descriptor.Refers)
        {
            case SectionKind.Handler:
                AddHandler(name, section, descriptor.Name);
                break;
            case SectionKind.Daemon:
                AddDaemon(name, section, descriptor.Name, descriptor.ReferredOptions);
                break;
        }
    }

    private static IEnumerable<Type> Own(Component component) => component.OptionsType is { } type ? [type] : [];

    /// <summary>The values that every section is given, which it may give itself as well.</summary>
    private sealed record Injected
    {
        [Option("job_name")]
        public string JobName { get; init; } = "";

        [Option("service_name")]
        public string ServiceName { get; init; } = "";

        [Option("host_name")]
        public string HostName { get; init; } = "";
    }
}
