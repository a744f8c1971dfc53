namespace CC.Template.Tests;

/// <summary>A plugin that was made of the template.</summary>
internal sealed class NewPlugin(PackageFeed feed, string name, string folder)
{
    public string Name => name;

    public string Folder => folder;

    /// <summary>Where the build puts the folders of plugins.</summary>
    public string PluginsFolder => At($"{name}/bin/plugins");

    public string Sample => At($"{name}/sample.ini");

    /// <summary>What is in the plugin's folder, as a server gets it.</summary>
    public string[] Deployed => [.. Directory.EnumerateFiles(Path.Combine(PluginsFolder, name), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public string At(string file) => Path.Combine([folder, .. file.Split('/')]);

    public Task<string> RunAsync(params string[] arguments) => feed.RunAsync(folder, arguments);

    /// <summary>Changes what the plugin says.</summary>
    public void Say(string text)
    {
        var file = Assert.Single(Directory.GetFiles(At(name), "*.cs"), file => File.ReadAllText(file).Contains("Text = \"hello\";", StringComparison.Ordinal));
        File.WriteAllText(file, File.ReadAllText(file).Replace("Text = \"hello\";", $"Text = \"{text}\";", StringComparison.Ordinal));
    }

    public DevelopmentLoop Start(params string[] options) =>
        new(DotnetCommand.Start(folder, feed.Environment, ["run", "--project", name, "--", "--announce", .. options]));
}
