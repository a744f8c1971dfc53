using CC.Plugins.JobMgr.Daemons;
using CC.Programs;
using CC.Sdk;
using CC.Supervision.Processes;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>What to start for a section, as words.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="GoesToBackground">Whether it may leave a process behind that goes on, and end.</param>
internal sealed record Launch(IReadOnlyList<string> Words, bool GoesToBackground)
{
    /// <summary>A script is started as CC 0.8.7 starts it: <c>SCRIPT CONFIG SECTION [-q|-v...] -d</c>.</summary>
    public static Launch Of(DaemonOptions options, ManagedSection section)
    {
        if (options.Script.Length > 0)
        {
            var verbosity = section.Verbosity < 0 ? ["-q"] : Enumerable.Repeat("-v", section.Verbosity);
            return new Launch([options.Script, section.ConfigurationFile, section.Section, .. verbosity, "-d"], GoesToBackground: true);
        }

        return new Launch(CommandWords.Split(options.Command), GoesToBackground: false);
    }

    /// <summary>The rule that a command breaks; null if none.</summary>
    public static string? RuleBrokenBy(string command)
    {
        try
        {
            return CommandWords.Split(command) is [] or ["", ..] ? "names no program" : null;
        }
        catch (FormatException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>The same as an order: with the node's own environment, and one stream for all that it writes.</summary>
    /// <param name="jobName">The daemon's name, which it finds in its environment.</param>
    public ProcessOrder Order(string jobName)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(entry => !ServiceVariables.Names.Contains((string)entry.Key))
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        environment["CC_JOB_NAME"] = jobName;
        return new ProcessOrder(Words[0], [.. Words.Skip(1)]) { Environment = environment, Output = OutputPlan.Merged, MayLeaveOthers = GoesToBackground };
    }
}
