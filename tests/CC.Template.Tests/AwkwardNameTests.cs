namespace CC.Template.Tests;

/// <summary>Names that mean something else already, or that are no names in C# or in a configuration.</summary>
public sealed class AwkwardNameTests(PackageFeed feed)
{
    [Theory]
    [InlineData("Message", "handler", "handler = message")]
    [InlineData("Task", "daemon", "module = my_task")]
    [InlineData("3d", "handler", "handler = 3d")]
    [InlineData("天気", "handler", "handler = my_plugin")] // The node answers messages of type plugin itself.
    public async Task Make_plugins_that_build_and_pass_their_tests_as_well(string name, string kind, string line)
    {
        var plugin = await feed.CreateAsync(name, kind);

        var tested = await plugin.RunAsync("test", "--output", "Detailed");

        Assert.DoesNotContain("warning", tested);
        Assert.Contains("ContractTests.Keeps(id: \"MUST-12\")", tested);
        Assert.Contains(line, await File.ReadAllLinesAsync(plugin.Sample));
    }
}
