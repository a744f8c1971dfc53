using System.Diagnostics;

namespace CC.Interop.Tests.Cms;

/// <summary>The program openssl, which signs, verifies, encrypts and decrypts as the original does.</summary>
internal static class OpenSsl
{
    private const string Program = "/usr/bin/openssl";

    public static void Require() => Assert.SkipUnless(File.Exists(Program), $"{Program} is missing");

    /// <summary>Runs it, which must succeed; returns what it has printed.</summary>
    public static string Run(string arguments)
    {
        Require();
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"openssl {arguments}: {error}");
        return output.Result + error;
    }
}
