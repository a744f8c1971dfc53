using System.Diagnostics;
using System.Globalization;
using CC.Bench.Peers;

namespace CC.Bench.Cms;

/// <summary>What <c>openssl speed</c> gives one core for RSA-2048: the operations alone, by processor time.</summary>
internal static class OpenSslSpeed
{
    private const string Program = "/usr/bin/openssl";

    /// <summary>How often it is asked; the best answer counts.</summary>
    public const int Attempts = 3;

    public static (double Sign, double Verify) Measure()
    {
        Debian.Require("openssl", () => File.Exists(Program));
        var answers = Enumerable.Range(0, Attempts).Select(_ => Ask()).ToArray();
        return (answers.Max(answer => answer.Sign), answers.Max(answer => answer.Verify));
    }

    private static (double Sign, double Verify) Ask()
    {
        using var process = Process.Start(new ProcessStartInfo(Program, "speed -seconds 1 rsa2048") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = process.StandardError.ReadToEndAsync();
        var last = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        complaints.Wait();
        return (Number(last[^2]), Number(last[^1]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
