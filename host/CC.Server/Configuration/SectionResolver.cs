using CC.Client.Security;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Routing;

namespace CC.Server.Configuration;

/// <summary>Follows references from section to section, and binds each section once to the component that it names.</summary>
internal sealed class SectionResolver(
    IniFile file,
    ComponentCatalog catalog,
    ConfiguredRole role,
    ICollection<OptionError> errors,
    List<string> warnings,
    LegacyOptions legacy)
{
    private readonly Dictionary<string, (SectionKind Kind, IniSection Referrer)> seen = [];
    private readonly HandlerCircles circles = new();

    public Dictionary<string, HandlerModel> Handlers { get; } = [];

    public Dictionary<string, DaemonModel> Daemons { get; } = [];

    public Dictionary<string, TaskModel> Tasks { get; } = [];

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

        warnings.AddRange(section.OwnEntries
            .Where(entry => entry.Key.StartsWith("cms-", StringComparison.Ordinal))
            .Select(entry => $"[{name}] {entry.Written} has no effect: the keys and certificates of handlers are those of [ccserver]"));
        var (options, parts) = Bind(component, section, [typeof(HandlerSection)]);
        var mailbox = component.Concurrent ? null : new MailboxModel(common.MailboxSize, common.MailboxFull);
        if (QuarantinePolicy.OtherOf(common.Quarantined) is { } other)
        {
            circles.Add(section, "quarantined", other);
            AddHandler(other, section, "quarantined");
        }

        Handlers[name] = new HandlerModel(section, component, options, mailbox) { Limits = common.Limits(), Quarantined = common.Quarantined, HandsOnTo = circles.From(section), Parts = parts };
    }

    /// <summary>Refuses handlers that hand messages to each other in a circle.</summary>
    public void RefuseCircles()
    {
        foreach (var error in circles.Find())
        {
            errors.Add(error);
        }
    }

    private void AddDaemon(string name, IniSection referrer, string option, Type? referrersOptions)
    {
        if (Take(name, SectionKind.Daemon, referrer, option) is not { } section)
        {
            return;
        }

        var common = OptionsBinder.Bind<DaemonSection>(section, errors);
        if (common.Script.Length > 0 || common.Command.Length > 0)
        {
            Daemons[name] = new ProgramRules(file, section, errors).Apply(common, referrersOptions);
            return;
        }

        if (FindComponent(ComponentKind.Daemon, section, "module", common.Module) is not { } component)
        {
            return;
        }

        if (component.NodeOnly && common.Isolation == IsolationKind.Process)
        {
            errors.Add(section.Error("isolation", $"is host for {component.Name}, which has other sections of the node run and needs its process; what it runs may have processes of their own"));
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

        var (options, parts) = Bind(component, section, [typeof(DaemonSection), .. referrers]);
        Daemons[name] = new DaemonModel(section, component, options)
        {
            Parts = parts,
            Isolation = new IsolationRules(section, errors).Apply(common.Isolation, new IsolationModel(common.MaxMemory, common.MaxFiles, common.Nice)),
            Values = section.Values(),
            Security = OptionsBinder.Bind<CmsOptions>(section, errors),
            Limits = common.Limits(),
        };
    }

    /// <summary>Resolves the sections that need no reference: CC 0.8.7 runs whatever task has a section of its own. What it runs for one of a site's own has to be said.</summary>
    public void AddTasks()
    {
        var own = ComponentCatalog.PrefixOf(ComponentKind.Task);
        foreach (var section in file.Sections.Where(section => TaskSection.IsNamed(section.Name) && !IsUsed(section.Name)))
        {
            if (section.Name.StartsWith(own, StringComparison.Ordinal) || section.OwnEntries.Any(entry => entry.Key is "task" or "command"))
            {
                AddTask(section.Name, section, "task");
            }
        }
    }

    /// <summary>Gives handlers the sections that they take for their own, as far as nothing else uses them.</summary>
    public void AddFurther()
    {
        var owners = new Dictionary<string, string>();
        foreach (var (name, model) in Handlers.Where(handler => handler.Value.Options is { } options && FurtherSections.AreWanted(options.GetType())).ToArray())
        {
            var wanted = FurtherSections.Find(model.Options!.GetType(), file);
            foreach (var owned in wanted.Where(section => owners.ContainsKey(section.Name)).GroupBy(section => owners[section.Name]))
            {
                warnings.Add($"[{name}] gets nothing of {string.Join(", ", owned.Select(section => $"[{section.Name}]"))}: they are [{owned.Key}]'s, to which the routes lead first; one {model.Component.Name} of a node has them");
            }

            IniSection[] free = [.. wanted.Where(section => !IsUsed(section.Name))];
            foreach (var section in free)
            {
                seen[section.Name] = (SectionKind.None, model.Section);
                owners[section.Name] = name;
            }

            var doubts = new List<OptionError>();
            Handlers[name] = model with { Further = FurtherSections.Give(model.Options, free, errors, doubts) };
            warnings.AddRange(doubts.Select(doubt => doubt.ToString()));
        }
    }

    private void AddTask(string name, IniSection referrer, string option)
    {
        if (Take(name, SectionKind.Task, referrer, option) is not { } section)
        {
            return;
        }

        var common = OptionsBinder.Bind<TaskSection>(section, errors);
        var isProgram = common.Command.Length > 0 && common.Task.Length == 0;
        var component = isProgram ? Component.Program : FindComponent(ComponentKind.Task, section, "task", common.NameIn(name));
        if (component is null)
        {
            return;
        }

        var (options, parts) = Bind(component, section, [typeof(TaskSection)]);
        Tasks[name] = new TaskModel(section, component, options)
        {
            Parts = parts,
            Security = OptionsBinder.Bind<CmsOptions>(section, errors),
            Isolation = new IsolationRules(section, errors).Apply(common.Place, common.Wanted()),
            TimeLimit = common.TimeLimit,
            MaxAtOnce = common.MaxAtOnce,
            Summary = common.Summary.Length > 0 ? common.Summary : component.Summary,
        };
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
            else if (kind == SectionKind.Part && before.Referrer != referrer)
            {
                errors.Add(referrer.Error(option, $"refers to [{name}], but the section is a part of [{before.Referrer.Name}] already; give each a section of its own"));
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
            var next = kind == ComponentKind.Task ? "; a program of your own is a task by command = PROGRAM in place of task" : "";
            errors.Add(section.Error(option, $"{catalog.Unknown(kind, name)}{next}"));
            LacksPlugin |= catalog.Problems is not [];
        }

        return component;
    }

    private (object? Options, PartSections Parts) Bind(Component component, IniSection section, IEnumerable<Type> common)
    {
        if (component.IsVacant)
        {
            return (null, PartSections.None); // Nobody knows what options there are, until the plugin is back.
        }

        Type[] own = component.OptionsType is { } type ? [type] : [];
        Type[] known = [.. common, typeof(CmsOptions), typeof(InjectedOptions), .. own];
        legacy.RefuseUnknown(section, known, errors);
        Known.UnionWith(OptionsBinder.Names(known));
        if (own is [])
        {
            return (null, PartSections.None);
        }

        var options = OptionsBinder.Bind(own[0], section, errors);
        var parts = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var descriptor in OptionDescriptor.Of(own[0]))
        {
            foreach (var name in descriptor.References(options))
            {
                Follow(name, section, descriptor, parts);
            }
        }

        return (options, new PartSections(parts));
    }

    private void Follow(string name, IniSection section, OptionDescriptor descriptor, Dictionary<string, IReadOnlyDictionary<string, string>> parts)
    {
        switch (descriptor.Refers)
        {
            case SectionKind.Handler:
                circles.Add(section, descriptor.Name, name);
                AddHandler(name, section, descriptor.Name);
                break;
            case SectionKind.Daemon:
                AddDaemon(name, section, descriptor.Name, descriptor.ReferredOptions);
                break;
            case SectionKind.Part when Take(name, SectionKind.Part, section, descriptor.Name) is { } part:
                parts[name] = BindPart(part, descriptor.ReferredOptions);
                break;
            case SectionKind.Task:
                AddTask(name, section, descriptor.Name);
                break;
        }
    }

    /// <summary>What a section says that belongs to a component.</summary>
    private IReadOnlyDictionary<string, string> BindPart(IniSection section, Type? options)
    {
        Type[] known = [typeof(InjectedOptions), .. options is null ? [] : (Type[])[options]];
        legacy.RefuseUnknown(section, known, errors);
        Known.UnionWith(OptionsBinder.Names(known));
        return options is null ? new Dictionary<string, string>() : OptionsBinder.Texts(OptionsBinder.Bind(options, section, errors));
    }

    private static string Word(SectionKind kind) => kind.ToString().ToLowerInvariant();
}
