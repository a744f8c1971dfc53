using CC.Sdk;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Plugins;

namespace CC.Server.Configuration;

/// <summary>Reads a configuration and resolves it against the plugins; says all that is wrong with it at once.</summary>
internal sealed class ConfigurationLoader(ConfigurationSource source, string hostName)
{
    public const string MainSection = "ccserver";
    public const string RoutesSection = "routes";

    private readonly List<OptionError> errors = [];
    private readonly List<string> warnings = [];

    /// <exception cref="OptionsException">The configuration is invalid.</exception>
    public static NodeConfiguration Load(ConfigurationSource source, string hostName, Func<NodeOptions, Func<string, OptionError>, ICollection<OptionError>, ComponentCatalog> plugins) =>
        new ConfigurationLoader(source, hostName).Load(plugins);

    /// <summary>Reads [ccserver] alone.</summary>
    public static NodeOptions LoadMain(ConfigurationSource source, string hostName, List<OptionError> errors)
    {
        var loader = new ConfigurationLoader(source, hostName);
        var (options, _) = loader.MainOptions(IniFile.Parse(source.Read(), source.Name, loader.Injected, loader.errors, source.Overrides, MainSection));
        errors.AddRange(loader.errors);
        return options;
    }

    private NodeConfiguration Load(Func<NodeOptions, Func<string, OptionError>, ICollection<OptionError>, ComponentCatalog> plugins)
    {
        var file = IniFile.Parse(source.Read(), source.Name, Injected, errors, source.Overrides, MainSection);
        var (options, section) = MainOptions(file);
        var catalog = plugins(options, rule => section.Error("plugins-dir", rule), errors);
        var sections = new SectionResolver(file, catalog, options.CcRole, errors, warnings);
        var routes = Routes(file, sections);
        WarnOfUnused(file, sections);
        return errors is []
            ? new NodeConfiguration(file, options, catalog, routes, sections.Handlers, sections.Daemons, warnings)
            : throw new OptionsException(errors);
    }

    /// <summary>What every section knows without being told; a daemon has a name of its own, and with it files of its own.</summary>
    private IEnumerable<KeyValuePair<string, string>> Injected(string section, ICollection<string> keys, IniSection? main)
    {
        var jobName = main?.Find("job_name")?.Value ?? source.JobName;
        var isDaemon = keys.Contains("module") || keys.Contains("script");
        yield return new("job_name", isDaemon ? $"{jobName}.{FileSafe(section)}" : jobName);
        yield return new("service_name", section);
        yield return new("host_name", hostName);
        if (isDaemon && main?.FindRaw("pidfile") is { } pidFile)
        {
            yield return new("pidfile", pidFile);
        }
    }

    private static string FileSafe(string section) => OperatingSystem.IsWindows() ? section.Replace(':', '_') : section;

    private (NodeOptions Options, IniSection Section) MainOptions(IniFile file)
    {
        var section = file.Find(MainSection);
        if (section is null)
        {
            throw new OptionsException([.. errors, new OptionError(source.Name, MainSection, "", null, "the section is missing; ccserver --ini prints one to start from")]);
        }

        OptionsBinder.RefuseUnknown(section, [typeof(NodeOptions), typeof(SecurityOptions), typeof(LegacyOptions)], errors);
        OptionsBinder.Bind<SecurityOptions>(section, errors);
        var options = OptionsBinder.Bind<NodeOptions>(section, errors);
        if (options.CcRole == ConfiguredRole.Insecure)
        {
            warnings.Add("cc-role is insecure: any handler may run on this node; set it to local or remote");
        }

        return (options, section);
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
            if (entry.Key != "*" && !Message.IsType(System.Text.Encoding.UTF8.GetBytes(entry.Key)))
            {
                errors.Add(section.Error(entry.Key, "is not a message type (labels of letters, digits, '_' and '-', joined by dots), nor *"));
            }

            foreach (var handler in handlers)
            {
                sections.AddHandler(handler, section, entry.Key);
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

    private void WarnOfUnused(IniFile file, SectionResolver sections)
    {
        foreach (var section in file.Sections.Where(section => section.Name is not (MainSection or RoutesSection) && !sections.IsUsed(section.Name)))
        {
            warnings.Add($"the section [{section.Name}] is referred to by nothing and has no effect");
        }
    }
}
