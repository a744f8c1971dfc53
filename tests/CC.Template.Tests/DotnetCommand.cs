using System.Diagnostics;

namespace CC.Template.Tests;

/// <summary>The command <c>dotnet</c>, as an author uses it: with nothing of the build that these tests are run by.</summary>
internal static class DotnetCommand
{
    /// <summary>How long a command may take before it counts as hung.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static ProcessStartInfo Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsOfOuterBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        // Nothing stays behind that has files of the test's folder open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs it to its end, and returns its exit code and all that it printed.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var complaint = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await complaint);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs it to its end, and returns what it printed.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start)
    {
        var (exitCode, output) = await TryAsync(start);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', start.ArgumentList)} in {start.WorkingDirectory} ended with {exitCode}:\n{output}");
        return output;
    }

    private static bool IsOfOuterBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase) || name is "Configuration" or "Platform";
}
