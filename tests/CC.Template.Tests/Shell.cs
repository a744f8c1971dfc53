using System.Diagnostics;

namespace CC.Template.Tests;

/// <summary>The shell that an author types into.</summary>
internal static class Shell
{
    /// <summary>Runs a script that asks the node at an endpoint, and returns its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, string endpoint)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Built.Tools}:{start.Environment["PATH"]}";
        start.Environment["CC_ENDPOINT"] = endpoint;
        return await DotnetCommand.TryAsync(start);
    }
}
