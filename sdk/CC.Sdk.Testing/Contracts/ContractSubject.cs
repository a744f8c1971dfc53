using System.Reflection;
using CC.Loading;
using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Sdk.Testing.Contracts;

/// <summary>The plugin that is looked at. Each check loads it anew, so that none finds what another one has left.</summary>
internal sealed class ContractSubject(string assemblyPath, string sampleIni, Func<string, string> rewrite, TimeSpan patience)
{
    /// <summary>What the host shares with plugins.</summary>
    public static readonly IReadOnlySet<string> Shared = new HashSet<string>
    {
        "CC.Sdk", "CC.Client", "CC.Frames", "CC.Zmtp", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
    };

    /// <summary>How long anything may take that must end; no measure of speed.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    public string AssemblyPath => assemblyPath;

    /// <summary>How long anything may take here.</summary>
    public TimeSpan Patience => patience;

    public string Folder => Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!;

    public PluginLoadContext Load() => new(Path.GetFullPath(assemblyPath), Shared);

    /// <summary>The classes of the plugin that are marked as components.</summary>
    public static IReadOnlyList<Type> ComponentsOf(PluginLoadContext context) =>
        [.. context.LoadMain().GetExportedTypes().Where(type => NameOf(type) is not null)];

    /// <summary>The name by which sections call a component; null if the class is none.</summary>
    public static string? NameOf(Type type) => type.GetCustomAttribute<HandlerAttribute>()?.Name
        ?? type.GetCustomAttribute<DaemonAttribute>()?.Name
        ?? type.GetCustomAttribute<TaskAttribute>()?.Name;

    /// <summary>The option by which sections call it.</summary>
    public static string KeyOf(Type component) =>
        component.GetCustomAttribute<HandlerAttribute>() is not null ? "handler"
        : component.GetCustomAttribute<DaemonAttribute>() is not null ? "module"
        : "task";

    /// <summary>The record that a component's constructor asks for its options with, or null.</summary>
    public static Type? OptionsOf(Type component) => component.GetConstructors() is [var constructor]
        ? constructor.GetParameters().Select(parameter => parameter.ParameterType).FirstOrDefault(type => IsOptions(component, type))
        : null;

    /// <summary>A class of the plugin itself that can be made without arguments is taken for its options.</summary>
    public static bool IsOptions(Type component, Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.Assembly == component.Assembly && type.GetConstructor(Type.EmptyTypes) is not null;

    /// <summary>The sections of the sample that configure a component.</summary>
    public IReadOnlyList<IniSection> SectionsOf(Type component)
    {
        var (key, name) = (KeyOf(component), NameOf(component));
        var oldName = $"cc.{(key == "module" ? "daemon" : key)}.{name}";
        return [.. Sample().Sections.Where(section =>
            section.Find(key)?.Value is { } value ? value == name || value == oldName : key == "task" && section.Name == oldName)];
    }

    /// <summary>A component's options as the sample has them; null if it has none.</summary>
    public object? Bind(Type component, IniSection section)
    {
        if (OptionsOf(component) is not { } type)
        {
            return null;
        }

        var errors = new List<OptionError>();
        var options = OptionsBinder.Bind(type, section, errors);
        if (FurtherSections.AreWanted(type))
        {
            FurtherSections.Give(options, FurtherSections.Find(type, Sample()), errors, []);
        }

        return errors is [] ? options : throw new ContractViolation($"[{section.Name}] of the sample does not bind: {string.Join("; ", errors)}");
    }

    /// <summary>Each component with each section of the sample that configures it, and the options that it has there.</summary>
    public IEnumerable<(Type Component, IniSection Section, object? Options)> Configured(PluginLoadContext context) =>
        from component in ComponentsOf(context)
        from section in SectionsOf(component)
        select (component, section, Bind(component, section));

    public string SampleText() => rewrite(File.ReadAllText(sampleIni));

    private IniFile Sample()
    {
        var errors = new List<OptionError>();
        var layout = new IniLayout(sampleIni, "ccserver", new Dictionary<string, string>(), Injected);
        var file = IniFile.Parse(SampleText(), layout, errors);
        return errors is [] ? file : throw new ContractViolation($"the sample can't be read: {string.Join("; ", errors)}");
    }

    /// <summary>What a node has every section know without being told.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Injected(string section, ICollection<string> keys, IniSection? main)
    {
        var isOwnJob = keys.Contains("module") || keys.Contains("task") || section.Contains(".task.", StringComparison.Ordinal);
        yield return new("job_name", isOwnJob ? $"contract.{section}" : "contract");
        yield return new("service_name", section);
        yield return new("host_name", "testhost");
        if (isOwnJob && main?.FindRaw("pidfile") is { } pidFile)
        {
            yield return new("pidfile", pidFile);
        }
    }
}
