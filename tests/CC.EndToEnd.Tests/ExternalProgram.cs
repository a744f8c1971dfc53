using System.Diagnostics;

namespace CC.EndToEnd.Tests;

/// <summary>Programs of the system that tests use.</summary>
internal static class ExternalProgram
{
    public static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Runs a program to its end, and returns what it printed.</summary>
    public static async Task<byte[]> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        var copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        var complaint = await process.StandardError.ReadToEndAsync();
        await copying;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{name} {string.Join(' ', arguments)}: {complaint}");
    }
}
