using System.Text;
using CC.Client.Security;
using CC.Sdk;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Plugins;
using CC.Server.Routing;

namespace CC.Server.Configuration;

/// <summary>Reads a configuration and resolves it against the plugins; says all that is wrong with it at once.</summary>
internal sealed class ConfigurationLoader
{
    public const string MainSection = "ccserver";
    public const string RoutesSection = "routes";
    public const string PluginsSection = "plugins";

    private static readonly Type[] KnownToMain = [typeof(NodeOptions), typeof(CmsOptions), typeof(AccessOptions), typeof(InjectedOptions)];

    private readonly ConfigurationSource source;
    private readonly string hostName;
    private readonly List<OptionError> errors = [];
    private readonly List<string> warnings = [];
    private readonly LegacyOptions legacy = new();

    private ConfigurationLoader(ConfigurationSource source, string hostName)
    {
        this.source = source;
        this.hostName = hostName;
    }

    /// <param name="source">Where the configuration comes from.</param>
    /// <param name="hostName">This machine.</param>
    /// <param name="plugins">Finds the plugins.</param>
    /// <param name="running">The role of a node that runs already: it keeps it until the next start.</param>
    /// <param name="isInForce">Whether it is the configuration that the node runs on: a folder that has gone since is no error of it.</param>
    /// <exception cref="ConfigurationException">The configuration can't be used.</exception>
    public static NodeConfiguration Load(
        ConfigurationSource source, string hostName, Func<PluginSources, ComponentCatalog> plugins, ConfiguredRole? running = null, bool isInForce = false) =>
        new ConfigurationLoader(source, hostName).Load(plugins, running, isInForce);

    /// <summary>Finds out where the process id is written; whatever else the file has may be wrong.</summary>
    /// <exception cref="ConfigurationException">There is no such file, or it does not say.</exception>
    public static string LoadPidFile(ConfigurationSource source, string hostName)
    {
        var loader = new ConfigurationLoader(source, hostName);
        var section = loader.MainOf(loader.Parse());
        loader.errors.Clear();
        var options = OptionsBinder.Bind<NodeOptions>(section, loader.errors);
        return options.PidFile.Length > 0
            ? options.PidFile
            : throw new ConfigurationException([
                loader.errors.Find(error => error.Option == "pidfile") ?? section.Error("pidfile", "is required for -d, -r, -s and -k")]);
    }

    private NodeConfiguration Load(Func<PluginSources, ComponentCatalog> plugins, ConfiguredRole? running, bool isInForce)
    {
        var file = Parse();
        warnings.AddRange(file.Repeated);
        var section = MainOf(file);
        var options = MainOptions(section);
        var security = OptionsBinder.Bind<CmsOptions>(section, errors);
        var accessSecurity = AccessSection.Security(section, security, errors);
        var access = AccessSection.Read(file, accessSecurity, errors, warnings);
        var sources = new PluginSources(isInForce ? [.. options.PluginsDir.Select(Path.GetFullPath)] : FoldersThatExist(options, section), OptionsOfPlugins(file));
        if (errors.Any(error => error.Section == PluginsSection))
        {
            // Nothing can be loaded by it, and what sections lack for that is no error of theirs.
            throw new ConfigurationException(errors);
        }

        var catalog = plugins(sources);
        warnings.AddRange(catalog.Problems);
        var sections = new SectionResolver(file, catalog, running ?? options.CcRole, errors, warnings, legacy);
        var routes = Routes(file, sections);
        sections.AddTasks();
        sections.AddFurther();
        sections.RefuseCircles();
        WarnOfUnused(file, sections);
        WarnOfUnknownDefaults(file, sections);
        if (legacy.Warning is { } warning)
        {
            warnings.Add(warning);
        }

        return errors is []
            ? new NodeConfiguration(options, sources, catalog, routes, sections.Handlers, sections.Daemons, sections.Tasks, warnings) { Security = security, Access = access, AccessSecurity = accessSecurity }
            : throw new ConfigurationException(errors, sections.LacksPlugin);
    }

    private IniFile Parse() =>
        IniFile.Parse(source.Read(), new IniLayout(source.Name, MainSection, source.Overrides, Injected), errors);

    private IniSection MainOf(IniFile file) => file.Find(MainSection) ?? throw new ConfigurationException([
        .. errors, new OptionError(source.Name, MainSection, "", null, "the section is missing; ccserver --ini prints one to start from")]);

    /// <summary>What every section knows without being told; a daemon or a task has a name of its own, and with it files of its own.</summary>
    private IEnumerable<KeyValuePair<string, string>> Injected(string section, ICollection<string> keys, IniSection? main)
    {
        var jobName = main?.Find("job_name")?.Value ?? source.JobName;
        var isDaemon = keys.Contains("module") || keys.Contains("script") || keys.Contains("command");
        var isOwnJob = isDaemon || IsTask(section, keys);
        yield return new("job_name", (isOwnJob ? $"{jobName}.{FileSafe(section)}" : jobName).Replace("%", "%%"));
        yield return new("service_name", section.Replace("%", "%%"));
        yield return new("host_name", hostName);
        if (isDaemon)
        {
            yield return new("use_skylog", "0");
        }

        if (isOwnJob && main?.FindRaw("pidfile") is { } pidFile)
        {
            yield return new("pidfile", pidFile);
        }
    }

    private static bool IsTask(string section, ICollection<string> keys) =>
        keys.Contains("task") || TaskSection.IsNamed(section);

    private static string FileSafe(string section) => OperatingSystem.IsWindows() ? section.Replace(':', '_') : section;

    private NodeOptions MainOptions(IniSection section)
    {
        legacy.RefuseUnknown(section, KnownToMain, errors);
        var options = OptionsBinder.Bind<NodeOptions>(section, errors);
        if (options.CcRole == ConfiguredRole.Insecure)
        {
            warnings.Add("cc-role is insecure: any handler may run on this node; set it to local or remote");
        }

        if (options.CcStats == 0)
        {
            warnings.Add("cc-stats is 0: no statistics are logged; set it to 1 for totals, or 2 for each message type as well");
        }

        return options;
    }

    private PluginOptions OptionsOfPlugins(IniFile file)
    {
        if (file.Find(PluginsSection) is not { } section)
        {
            return new PluginOptions();
        }

        OptionsBinder.RefuseUnknown(section, [typeof(PluginOptions), typeof(InjectedOptions)], errors);
        var options = OptionsBinder.Bind<PluginOptions>(section, errors);
        if (options.SignatureCa.Length > 0 && PluginTrust.WhyNot(options) is { } why)
        {
            errors.Add(section.Error("signature-ca", $"can't be used: {why}; name a PEM file with the certificates of the authorities whose signatures count"));
        }

        return options;
    }

    private List<string> FoldersThatExist(NodeOptions options, IniSection section)
    {
        var folders = options.PluginsDir.Select(Path.GetFullPath).ToLookup(Directory.Exists);
        errors.AddRange(folders[false].Select(missing => section.Error("plugins-dir", $"names a folder that does not exist: {missing}")));
        return [.. folders[true].Where(folder => IsReadable(folder, section))];
    }

    private bool IsReadable(string folder, IniSection section)
    {
        try
        {
            _ = Directory.EnumerateDirectories(folder).Any();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(section.Error("plugins-dir", $"names a folder that can't be read: {failure.Message.TrimEnd('.')}"));
            return false;
        }
    }

    private List<Route> Routes(IniFile file, SectionResolver sections)
    {
        var routes = new List<Route>();
        if (file.Find(RoutesSection) is not { } section)
        {
            warnings.Add("there is no section [routes]: every message will be dropped");
            return routes;
        }

        foreach (var entry in section.OwnEntries)
        {
            var handlers = entry.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (entry.Key != "*" && !Message.IsType(Encoding.UTF8.GetBytes(entry.Key)))
            {
                errors.Add(section.Error(entry.Key, "is not a message type (labels of letters, digits, '_' and '-', joined by dots), nor *"));
            }

            if (handlers is [])
            {
                warnings.Add($"[routes] {entry.Written} leads to no handler: such messages will be dropped, unless a more general route takes them");
            }

            foreach (var handler in handlers)
            {
                sections.AddHandler(handler, section, entry.Key);
            }

            if (OwnTypes.Include(entry.Key))
            {
                warnings.Add($"[routes] {entry.Written} has no effect: the node answers such messages itself");
            }

            // CC 0.8.7 takes routes in lower case whatever is written; types that are written with capitals are routed as well.
            routes.Add(new Route(entry.Key, handlers));
            if (entry.Written != entry.Key)
            {
                routes.Add(new Route(entry.Written, handlers));
            }
        }

        return routes;
    }

    private void WarnOfUnknownDefaults(IniFile file, SectionResolver sections)
    {
        var known = OptionsBinder.Names([.. KnownToMain, typeof(PluginOptions), typeof(HandlerSection), typeof(DaemonSection), typeof(TaskSection)]);
        known.UnionWith(sections.Known);
        foreach (var entry in file.Defaults.Where(entry => !known.Contains(entry.Key) && !file.Sections.Any(section => section.IsReferenced(entry.Key))))
        {
            var hint = NearestName.Find(entry.Key, known) is { } nearest ? $"; did you mean {nearest}?" : "";
            warnings.Add($"{entry.Place}: [{IniFile.DefaultSection}] {entry.Written} is known to no section and has no effect{hint}");
        }
    }

    private void WarnOfUnused(IniFile file, SectionResolver sections) =>
        warnings.AddRange(file.Sections
            .Where(section => section.Name is not (MainSection or RoutesSection or PluginsSection or AccessSection.Name) && !sections.IsUsed(section.Name))
            .Select(section => TaskSection.IsNamed(section.Name)
                ? $"the section [{section.Name}] has no effect: CC 0.8.7 runs the Python module of that name as a task; say what to run, by command = PROGRAM or task = NAME"
                : $"the section [{section.Name}] is referred to by nothing and has no effect"));
}
