using System.Diagnostics;

namespace CC.Bench.Peers;

/// <summary>Installs what a peer needs, where that is possible.</summary>
internal static class Debian
{
    public static void Require(string package, Func<bool> isInstalled)
    {
        if (isInstalled())
        {
            return;
        }

        if (Environment.UserName == "root" && File.Exists("/usr/bin/apt-get"))
        {
            Console.Error.WriteLine($"installing {package} ...");
            using var update = Process.Start("/usr/bin/apt-get", ["update", "-qq"]);
            update.WaitForExit();
            using var install = Process.Start(new ProcessStartInfo("/usr/bin/apt-get", ["install", "-y", "-qq", package]) { RedirectStandardOutput = true })!;
            install.StandardOutput.ReadToEnd();
            install.WaitForExit();
        }

        if (!isInstalled())
        {
            throw new InvalidOperationException($"This measurement needs {package}: apt-get install {package}");
        }
    }
}
