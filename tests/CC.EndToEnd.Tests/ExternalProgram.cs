using System.Diagnostics;

namespace CC.EndToEnd.Tests;

/// <summary>Programs of the system that tests use, quick ones that say little.</summary>
internal static class ExternalProgram
{
    public static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Runs a program to its end, and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static byte[] Run(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{name} {string.Join(' ', arguments)}: {complaint}");
    }
}
