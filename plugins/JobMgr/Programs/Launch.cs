using CC.Sdk;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>What to start for a section, as words.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="GoesToBackground">Whether it may leave a process behind that goes on, and end.</param>
internal sealed record Launch(IReadOnlyList<string> Words, bool GoesToBackground)
{
    /// <summary>A script is started as CC 0.8.7 starts it: <c>SCRIPT CONFIG SECTION [-q|-v...] -d</c>.</summary>
    public static Launch Of(JobOptions options, ManagedSection section)
    {
        if (options.Script.Length > 0)
        {
            var verbosity = section.Verbosity < 0 ? ["-q"] : Enumerable.Repeat("-v", section.Verbosity);
            return new Launch([options.Script, section.ConfigurationFile, section.Section, .. verbosity, "-d"], GoesToBackground: true);
        }

        return new Launch(CommandWords.Split(options.Command).Words, GoesToBackground: false);
    }
}
