namespace CC.Template.Tests;

public sealed class DaemonTemplateTests(PackageFeed feed)
{
    [Fact]
    public async Task Builds_passes_its_tests_and_is_deployed_alone()
    {
        var plugin = await feed.CreateAsync("Acme.Storm-Watch", "daemon");

        var tested = await plugin.RunAsync("test", "--output", "Detailed");

        Assert.DoesNotContain("warning", tested);
        Assert.Contains("ContractTests.Keeps(id: \"MUST-12\")", tested);
        Assert.Equal(
            ["Acme.Storm-Watch.deps.json", "Acme.Storm-Watch.dll", "Acme.Storm-Watch.pdb", "Acme.Storm-Watch.runtimeconfig.json"],
            plugin.Deployed);
    }

    [Fact]
    public async Task Dotnet_run_starts_a_server_with_it_which_takes_up_what_is_built_then()
    {
        var plugin = await feed.CreateAsync("Weather", "daemon");
        await using var loop = plugin.Start("--set", "cc-socket=tcp://127.0.0.1:0");
        await loop.WaitForAsync("\"text\":\"hello\"");

        plugin.Say("storm");
        await plugin.RunAsync("build");

        await loop.WaitForAsync("\"text\":\"storm\"");
    }
}
