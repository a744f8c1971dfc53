using System.Diagnostics;

namespace CC.Bench.Author;

/// <summary>The machine of a plugin's author who has our packages and our template, and those of others in the cache: apart from those of whoever measures.</summary>
internal sealed class AuthorMachine(string folder)
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private string Feed => Path.Combine(folder, "feed");

    /// <summary>Packs what is to be published, built first where it is not, and installs the template.</summary>
    public async Task PrepareAsync()
    {
        foreach (var project in ((string[])["libs", "sdk", "plugin-template"]).SelectMany(Packable))
        {
            await RunAsync(Command(Repository, "pack", project, "-c", "Release", "-o", Feed));
        }

        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="others" value="{OthersPackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
        await RunAsync(folder, "new", "install", Directory.GetFiles(Feed, "CC.Plugin.Template.*.nupkg").Single(), "--debug:custom-hive", Hive);
    }

    /// <summary>Makes a plugin of the template; returns its folder.</summary>
    public async Task<string> NewAsync(string name)
    {
        await RunAsync(folder, "new", "cc-plugin", "-n", name, "--kind", "handler", "--debug:custom-hive", Hive);
        return Path.Combine(folder, name);
    }

    /// <summary>Runs a command of dotnet to its end, as the author.</summary>
    public Task RunAsync(string where, params string[] arguments)
    {
        var command = Command(where, arguments);
        command.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "packages");
        return RunAsync(command);
    }

    private static ProcessStartInfo Command(string where, params string[] arguments) => new("dotnet", arguments)
    {
        WorkingDirectory = where,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
    };

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{await output}{await complaint}");
        }
    }

    private string Hive => Path.Combine(folder, "hive");

    private static IEnumerable<string> Packable(string layer) =>
        Directory.EnumerateFiles(Path.Combine(Repository, layer), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal));

    /// <summary>All packages of the cache but ours, which would be old ones.</summary>
    private string OthersPackages()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var others = Directory.CreateDirectory(Path.Combine(folder, "others")).FullName;
        foreach (var package in Directory.EnumerateDirectories(cache).Where(package => !Path.GetFileName(package).StartsWith("cc.", StringComparison.Ordinal)))
        {
            Directory.CreateSymbolicLink(Path.Combine(others, Path.GetFileName(package)), package);
        }

        return others;
    }
}
