using System.Diagnostics;

namespace CC.Bench.Peers;

/// <summary>Installs what a peer written in JavaScript needs, in a folder of its own beside this program.</summary>
internal static class Npm
{
    /// <summary>The path of a package's program, of one version.</summary>
    public static string Require(string package, string version, string program)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "npm", $"{package}-{version}");
        var path = Path.Combine(folder, "node_modules", ".bin", program);
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"installing {package} {version} ...");
            Directory.CreateDirectory(folder);
            using var install = Process.Start("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, $"{package}@{version}"]);
            install.WaitForExit();
        }

        return File.Exists(path) ? path : throw new InvalidOperationException($"This measurement needs {package} {version}: npm install --prefix {folder} {package}@{version}");
    }
}
