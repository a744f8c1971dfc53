using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Components;

namespace CC.Server.Configuration;

/// <summary>What may be said of a daemon that is a program. Its own options are known to nobody here, and none is refused.</summary>
internal sealed class ProgramRules(IniFile file, IniSection section, ICollection<OptionError> errors)
{
    private const string PidFile = "pidfile";

    /// <summary>What is for plugins only.</summary>
    private static readonly string[] OfPlugins = ["isolation", "max-memory", "max-files", "nice"];

    public DaemonModel Apply(DaemonSection common, Type? managersOptions)
    {
        var option = common.Script.Length > 0 ? "script" : "command";
        if (common.Module.Length > 0 || (common.Script.Length > 0 && common.Command.Length > 0))
        {
            errors.Add(section.Error(option, "stands beside another way to say what runs; keep one of module, script and command"));
        }

        if (!OperatingSystem.IsLinux())
        {
            errors.Add(section.Error(option, "is supported on Linux only; use module = NAME"));
        }

        foreach (var entry in section.OwnEntries.Where(entry => OfPlugins.Contains(entry.Key)))
        {
            errors.Add(section.Error(entry.Key, "has no effect on a program, which has a process of its own; remove it"));
        }

        if (common.PidFile.Length > 0 && common.PidFile == file.Find(ConfigurationLoader.MainSection)?.Find(PidFile)?.Value)
        {
            errors.Add(section.Error(PidFile, "is the node's own; put %(job_name)s into the pidfile of [ccserver], or give this section another"));
        }

        if (managersOptions is not null)
        {
            OptionsBinder.Bind(managersOptions, section, errors);
        }

        return new DaemonModel(section, ForeignDaemon.Component, null) { Values = section.Values() };
    }
}
