using System.Diagnostics;

namespace CC.Sdk.Testing;

/// <summary>Scripts that speak ZeroMQ by libzmq, as all programs of CC 0.8.7 do. They begin with <c>from cc import *</c>, which is tests/apps/python.</summary>
internal static class Python
{
    /// <summary>Debian's, for which python3-zmq is packaged; another one on the path may lack it.</summary>
    public const string Executable = "/usr/bin/python3";

    private static readonly Lazy<string?> Missing = new(FindWhatIsMissing);

    /// <summary>What a process needs to find the module.</summary>
    public static IReadOnlyDictionary<string, string> Surroundings { get; } = new Dictionary<string, string>
    {
        ["PYTHONPATH"] = Path.Combine(AppContext.BaseDirectory, "python"),
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    /// <summary>Skips the test where there is no libzmq for Python.</summary>
    public static void SkipUnlessItHasZmq() => Assert.SkipUnless(Missing.Value is null, Missing.Value ?? "");

    /// <summary>Runs a script to its end, which must be a good one, and returns what it has printed.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        SkipUnlessItHasZmq();
        using var process = Start(["-c", script, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(2 * ServerProcess.Patience);
        }
        finally
        {
            process.Kill();
        }

        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
        return (await output).Trim();
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Surroundings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string? FindWhatIsMissing()
    {
        if (!File.Exists(Executable))
        {
            return $"{Executable} is missing";
        }

        using var process = Start(["-c", "import zmq"]);
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{Executable} can't import zmq (Debian: python3-zmq): {complaint}";
    }
}
