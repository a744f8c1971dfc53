namespace CC.Template.Tests;

/// <summary>What a reference to the package CC.Sdk does to projects that no template has made.</summary>
public sealed class ReferenceTests(PackageFeed feed)
{
    private static readonly string[] Contract = ["CC.Sdk.dll", "CC.Client.dll", "CC.Frames.dll", "CC.Zmtp.dll", "CC.Cms.dll", "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll"];

    [Fact]
    public async Task A_library_is_built_without_what_the_server_has()
    {
        var project = Project("Plain", "<TargetFramework>net10.0</TargetFramework>");

        await feed.RunAsync(project, "build");

        var built = Files(Path.Combine(project, "bin", "Debug"));
        Assert.Contains("Plain.dll", built);
        Assert.Empty(built.Intersect(Contract));
        Assert.Equal(built, Files(Path.Combine(project, "bin", "plugins", "Plain")));
        await feed.RunAsync(project, "publish", "-o", "published", "-p:CCPluginsFolder=elsewhere");
        Assert.Equal(built, Files(Path.Combine(project, "published")));
        Assert.Equal(built, Files(Path.Combine(project, "elsewhere", "Plain")));
    }

    [Fact]
    public async Task What_would_keep_a_plugin_in_memory_is_a_warning()
    {
        var project = Project("Heavy", "<TargetFramework>net10.0</TargetFramework>");
        File.WriteAllText(Path.Combine(project, "Heavy.cs"), "public class Heavy { public string Text() => System.Text.Json.JsonSerializer.Serialize(this); }");

        var said = await feed.RunAsync(project, "build");

        Assert.Contains("Heavy.cs(1,46): warning CC0001: 'JsonSerializer.Serialize'", said);
    }

    [Fact]
    public async Task Log_methods_are_generated()
    {
        var project = Project("Talkative", "<TargetFramework>net10.0</TargetFramework>");
        File.WriteAllText(Path.Combine(project, "Log.cs"), """
            using Microsoft.Extensions.Logging;
            public static partial class Log { [LoggerMessage(1, LogLevel.Information, "hello")] public static partial void Hello(ILogger logger); }
            """);

        Assert.Contains("0 Warning(s)", await feed.RunAsync(project, "build"));
    }

    [Fact]
    public async Task A_program_is_built_with_all_that_it_needs_and_is_no_plugin()
    {
        var project = Project("Program", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>");
        File.WriteAllText(Path.Combine(project, "Program.cs"), "System.Console.WriteLine(typeof(CC.Sdk.Message));");

        var said = await feed.RunAsync(project, "run");

        Assert.Contains("CC.Sdk.Message", said);
        Assert.Empty(Contract.Except(Files(Path.Combine(project, "bin", "Debug"))));
        Assert.False(Directory.Exists(Path.Combine(project, "bin", "plugins")));
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private string Project(string name, string properties)
    {
        var version = Path.GetFileNameWithoutExtension(feed.Package("CC.Sdk"))["CC.Sdk.".Length..];
        var folder = Directory.CreateDirectory(Path.Combine(feed.Workplace, name)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{properties}</PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CC.Sdk" Version="{version}" />
                <PackageReference Include="CC.Client" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }
}
