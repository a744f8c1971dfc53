namespace CC.Template.Tests;

public sealed class TaskTemplateTests(PackageFeed feed)
{
    [Fact]
    public async Task Builds_passes_its_tests_and_is_deployed_alone()
    {
        var plugin = await feed.CreateAsync("Acme.Storm-Watch", "task");

        var tested = await plugin.RunAsync("test", "--output", "Detailed");

        Assert.DoesNotContain("warning", tested);
        Assert.Contains("ContractTests.Keeps(id: \"MUST-14\")", tested);
        Assert.Equal(
            ["Acme.Storm-Watch.deps.json", "Acme.Storm-Watch.dll", "Acme.Storm-Watch.pdb", "Acme.Storm-Watch.runtimeconfig.json"],
            plugin.Deployed);
    }
}
