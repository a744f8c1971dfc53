using CC.Sdk.Configuration;
using CC.Sdk.Options;
using CC.Server.Components;

namespace CC.Server.Configuration;

/// <summary>What may be said of the process that a section's component runs in. Limits that the section inherits are meant for those that have such a process.</summary>
internal sealed class IsolationRules(IniSection section, ICollection<OptionError> errors)
{
    /// <summary>Below that the runtime itself has hardly room.</summary>
    private const long LeastMemory = 16 * 1024 * 1024;

    private const string MaxMemory = "max-memory";

    private static readonly string[] OnLinuxOnly = ["max-files", "nice"];

    /// <summary>The process that is asked for; null for none.</summary>
    /// <param name="isolation">Where the component runs.</param>
    /// <param name="wanted">What the section says of such a process.</param>
    public IsolationModel? Apply(IsolationKind isolation, IsolationModel wanted)
    {
        if (isolation == IsolationKind.Host)
        {
            Refuse([MaxMemory, .. OnLinuxOnly], "has no effect without isolation = process; write that as well, or remove this");
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            Refuse(OnLinuxOnly, "is supported on Linux only; remove it");
        }

        if (wanted.MaxMemory.Octets is > 0 and < LeastMemory)
        {
            errors.Add(section.Error(MaxMemory, $"is at least {new ByteSize(LeastMemory)}, or 0 for no limit"));
        }

        return wanted;
    }

    private void Refuse(string[] options, string rule)
    {
        foreach (var entry in section.OwnEntries.Where(entry => options.Contains(entry.Key)))
        {
            errors.Add(section.Error(entry.Key, rule));
        }
    }
}
