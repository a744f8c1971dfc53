using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Plugins;
using CC.Server.Routing;

namespace CC.Server.Configuration;

/// <summary>Follows references from section to section, and binds each section once to the component that it names.</summary>
internal sealed class SectionResolver(
    IniFile file,
    ComponentCatalog catalog,
    ConfiguredRole role,
    ICollection<OptionError> errors,
    ICollection<string> warnings)
{
    private readonly Dictionary<string, (SectionKind Kind, IniSection Referrer)> seen = [];

    public Dictionary<string, HandlerModel> Handlers { get; } = [];

    public Dictionary<string, DaemonModel> Daemons { get; } = [];

    /// <summary>Whether a component is missing that a plugin might have which can't be loaded.</summary>
    public bool LacksPlugin { get; private set; }

    /// <summary>The names of all options that sections in use know of.</summary>
    public HashSet<string> Known { get; } = [];

    public bool IsUsed(string section) => seen.ContainsKey(section);

    /// <summary>Resolves the handler section that an option refers to.</summary>
    public void AddHandler(string name, IniSection referrer, string option)
    {
        if (Take(name, SectionKind.Handler, referrer, option) is not { } section)
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

        var options = Bind(component, section, [typeof(HandlerSection)]);
        var mailbox = component.Concurrent ? null : new MailboxModel(common.MailboxSize, common.MailboxFull);
        Handlers[name] = new HandlerModel(section, component, options, mailbox);
    }

    private void AddDaemon(string name, IniSection referrer, string option, Type? referrersOptions)
    {
        if (Take(name, SectionKind.Daemon, referrer, option) is not { } section)
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
        foreach (var type in referrers)
        {
            OptionsBinder.Bind(type, section, errors);
        }

        Daemons[name] = new DaemonModel(section, component, Bind(component, section, [typeof(DaemonSection), .. referrers]));
    }

    /// <summary>The section of that name, the first time that it is referred to.</summary>
    private IniSection? Take(string name, SectionKind kind, IniSection referrer, string option)
    {
        if (seen.TryGetValue(name, out var before))
        {
            if (before.Kind != kind)
            {
                errors.Add(referrer.Error(option, $"refers to [{name}] as a {Word(kind)}, but [{before.Referrer.Name}] uses the section as a {Word(before.Kind)}"));
            }
            else if (kind == SectionKind.Daemon && before.Referrer != referrer)
            {
                errors.Add(referrer.Error(option, $"refers to [{name}], but the daemon is run by [{before.Referrer.Name}] already; give each a section of its own"));
            }

            return null;
        }

        seen[name] = (kind, referrer);
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
        if (name.Length == 0)
        {
            errors.Add(section.Error(option, "is required"));
            return null;
        }

        var component = catalog.Find(kind, name);
        if (component is null)
        {
            errors.Add(section.Error(option, catalog.Unknown(kind, name)));
            LacksPlugin |= catalog.Problems is not [];
        }

        return component;
    }

    private object? Bind(Component component, IniSection section, IEnumerable<Type> common)
    {
        OptionsBinder.Bind<SecurityOptions>(section, errors);
        Type[] own = component.OptionsType is { } type ? [type] : [];
        Type[] known = [.. common, typeof(LegacyOptions), typeof(SecurityOptions), typeof(InjectedOptions), .. own];
        OptionsBinder.RefuseUnknown(section, known, errors);
        Known.UnionWith(OptionsBinder.Names(known));
        if (own is [])
        {
            return null;
        }

        var options = OptionsBinder.Bind(own[0], section, errors);
        foreach (var descriptor in OptionDescriptor.Of(own[0]))
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

    private static string Word(SectionKind kind) => kind.ToString().ToLowerInvariant();
}
