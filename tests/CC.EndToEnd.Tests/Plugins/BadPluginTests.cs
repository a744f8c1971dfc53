using CC.Client;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>Plugins with a mistake each: what is said of them, and that everything else goes on.</summary>
public sealed class BadPluginTests : PluginTest
{
    [Theory]
    [InlineData("ThrowsWhenMade", "malfunctioned", "[h:weather] weather can't be made: there is no weather today (InvalidOperationException)")]
    [InlineData("FailsItsTest", "malfunctioned", "[h:weather] weather has failed its self-test: the station does not answer (InvalidOperationException)")]
    [InlineData("NeverMade", "malfunctioned", "[h:weather] weather can't be made: its constructor has not returned in time")]
    [InlineData("OtherOption", "invalid", "[h:weather] station: is required")]
    [InlineData("ThrowsWhenBound", "malfunctioned", "the options of its sections can't be read: no options today (InvalidOperationException)")]
    [InlineData("NeverBound", "malfunctioned", "reading the options of its sections has not ended within 1 s (probe-timeout); an options record must not wait for anything")]
    public async Task A_build_that_would_not_work_is_refused_and_the_one_before_goes_on(string bad, string state, string why)
    {
        Deploy(PluginSource.Saying("before"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);
        Assert.Equal("before", await AskAsync(client));

        Deploy(PluginSource.Bad(bad));
        var plugin = await UntilAsync(client, plugin => plugin.Refused.Length > 0);

        Assert.Equal(("active", state), (plugin.State, plugin.Refused));
        Assert.EndsWith(why, plugin.Why, StringComparison.Ordinal);
        server.Signal(1);
        await server.WaitForLineAsync("configuration read again: nothing changed");
        await GoesOnAsync(client);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_build_for_another_contract_is_incompatible()
    {
        Deploy(PluginSource.Saying("before"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        var contract = CompiledSource.Build("CC.Sdk", PluginSource.Bad("NextContract"));
        PluginSource.Deploy(Plugins, Weather, CompiledSource.Build(Weather, PluginSource.Bad("OfNextContract"), contract));
        var plugin = await UntilAsync(client, plugin => plugin.Refused.Length > 0);

        Assert.Equal(("active", "incompatible"), (plugin.State, plugin.Refused));
        Assert.Equal("Weather.dll was built for CC.Sdk 9.0, and this server has 1.0; upgrade the server, or build it with the package of this version", plugin.Why);
        await GoesOnAsync(client);
    }

    [Fact]
    public async Task A_build_that_lacks_a_dependency_is_invalid()
    {
        Deploy(PluginSource.Saying("before"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        var almanac = CompiledSource.Build("Almanac", PluginSource.Bad("Almanac"));
        PluginSource.Deploy(Plugins, Weather, CompiledSource.Build(Weather, PluginSource.Bad("NeedsMore"), almanac));
        var plugin = await UntilAsync(client, plugin => plugin.Refused.Length > 0);

        Assert.Equal(("active", "invalid"), (plugin.State, plugin.Refused));
        Assert.StartsWith("a dependency is missing: Almanac 0.0.0.0 (for Weather.dll)", plugin.Why, StringComparison.Ordinal);
        await GoesOnAsync(client);
    }

    [Fact]
    public async Task A_plugin_that_claims_a_name_that_is_taken_is_invalid()
    {
        Deploy(PluginSource.Saying("before"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        Deploy(PluginSource.Bad("TakesEcho"), "Loud");
        await server.WaitForLineAsync("plugin Loud: the build on the disk is Invalid");
        var plugin = await DescribeAsync(client, "Loud");

        Assert.Equal("invalid", plugin.State);
        Assert.StartsWith("it claims the handler echo, which the plugin Echo (", plugin.Why, StringComparison.Ordinal);
        await GoesOnAsync(client);
    }

    [Theory]
    [InlineData("LeaksThread", "threaded", "a thread of its own: WeatherHandler..ctor calls System.Threading.Thread.Start")]
    [InlineData("LeaksEvent", "listening", "an event of the process: WeatherHandler..ctor calls System.AppDomain.add_ProcessExit")]
    [InlineData("ReflectsJson", "reflected", "reflection-based JSON: WeatherHandler.HandleAsync calls System.Text.Json.JsonSerializer.SerializeToUtf8Bytes")]
    public async Task A_build_that_stays_in_memory_is_shown_as_pinned_with_the_cause(string bad, string says, string cause)
    {
        Deploy(PluginSource.Bad(bad));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);
        Assert.Equal(says, await AskAsync(client));

        Deploy(PluginSource.Saying("after"));
        await UntilAsync(client, "after");
        var plugin = await UntilAsync(client, plugin => plugin.Leaving.Any(build => build.State == "pinned"));

        Assert.Equal("active", plugin.State);
        var pinned = Assert.Single(plugin.Leaving);
        Assert.Contains(pinned.Causes, found => found.Text == cause);
        Assert.True(pinned.Octets > 0 && pinned.Since > 0);
        await GoesOnAsync(client, "after");
    }

    [Theory]
    [InlineData("BlocksWhenTold", "deaf", "")]
    [InlineData("BlocksUnloading", "staying", "a handler of its own for AssemblyLoadContext.Unloading has not returned")]
    [InlineData("BlocksFinalizer", "lasting", "the finalizer of some object, perhaps of another plugin, does not return: no build can go until it does")]
    public async Task A_build_that_blocks_what_is_not_its_own_holds_up_nobody(string bad, string says, string cause)
    {
        Deploy(PluginSource.Bad(bad));
        Deploy(PluginSource.Saying("x").Replace("[Handler(\"weather\")]", "[Handler(\"other\")]", StringComparison.Ordinal), "Other");
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);
        Assert.Equal(says, await AskAsync(client));

        Deploy(PluginSource.Saying("after"));
        await UntilAsync(client, "after");
        Assert.Equal(ControlTypes.Reply, (await RequestAsync(client, ControlTypes.PluginReload, "Other")).Type);
        if (cause.Length > 0)
        {
            var plugin = await UntilAsync(client, plugin => plugin.Leaving.Any(build => build.State == "pinned"));
            Assert.Equal(cause, Assert.Single(Assert.Single(plugin.Leaving).Causes).Text);
        }

        await GoesOnAsync(client, "after");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_handler_whose_calls_begin_to_fail_is_quarantined_and_can_be_released()
    {
        Deploy(PluginSource.Bad("CrashesLater"));
        await using var server = await ServerProcess.StartAsync(Node(weather: "quarantine-after = 5"));
        await using var client = new CcClient(server.Endpoint);
        for (var i = 1; i < 100; i++)
        {
            Assert.Equal("fine", await AskAsync(client));
        }

        await SendAsync(client, 5);

        var plugin = await UntilAsync(client, plugin => plugin.State == "quarantined");
        Assert.StartsWith("5 calls in a row have failed, the last one: call 104 is too many", Assert.Single(plugin.Components).Why, StringComparison.Ordinal);
        await PingAsync(client);

        Assert.Equal(ControlTypes.Reply, (await RequestAsync(client, ControlTypes.PluginRelease, "h:weather")).Type);
        Assert.Equal("fine", await AskAsync(client));
        Assert.Equal("active", (await DescribeAsync(client)).State);
    }

    [Fact]
    public async Task A_handler_is_quarantined_also_while_another_build_is_being_tried()
    {
        Deploy(PluginSource.Bad("CrashesLater"));
        Deploy(Other(PluginSource.Saying("other")), "Other");
        await using var server = await ServerProcess.StartAsync(Ini(
            main: $"plugins-dir = {Plugins}",
            routes: "weather = h:weather\nother = h:other",
            sections: "[plugins]\nsettle = 0.05\nprobe-timeout = 600\n[h:weather]\nhandler = weather\nquarantine-after = 5\n[h:other]\nhandler = other"));
        await using var client = new CcClient(server.Endpoint);
        Deploy(Other(PluginSource.Bad("NeverMade")), "Other");
        await server.WaitForLineAsync("it begins to be made");

        await SendAsync(client, 104);

        await UntilAsync(client, plugin => plugin.State == "quarantined");
        Assert.Equal("other", await AskAsync(client, "other"));
    }

    [Fact]
    public async Task What_is_sent_to_a_quarantined_handler_waits_if_that_is_its_policy()
    {
        Deploy(PluginSource.Bad("CrashesLater"));
        await using var server = await ServerProcess.StartAsync(Node(weather: "quarantine-after = 5\nquarantined = wait"));
        await using var client = new CcClient(server.Endpoint);
        await SendAsync(client, 104);
        await UntilAsync(client, plugin => plugin.State == "quarantined");
        await using var another = new CcClient(server.Endpoint);

        var waiting = Enumerable.Range(0, 20).Select(_ => AskAsync(another)).ToArray();
        await PingAsync(client);
        await UntilAsync(client, plugin => plugin.Components.Single().Waiting >= 19);
        Assert.DoesNotContain(waiting, answer => answer.IsCompleted);
        await RequestAsync(client, ControlTypes.PluginRelease, Weather);

        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal("fine", answer));
    }

    [Fact]
    public async Task What_is_sent_to_a_quarantined_handler_goes_to_another_if_that_is_its_policy()
    {
        Deploy(PluginSource.Bad("CrashesLater"));
        Deploy(PluginSource.Saying("instead").Replace("[Handler(\"weather\")]", "[Handler(\"spare\")]", StringComparison.Ordinal), "Spare");
        await using var server = await ServerProcess.StartAsync(Node(weather: "quarantine-after = 5\nquarantined = h:spare", sections: "[h:spare]\nhandler = spare"));
        await using var client = new CcClient(server.Endpoint);
        await SendAsync(client, 104);

        await UntilAsync(client, plugin => plugin.State == "quarantined");

        Assert.Equal("instead", await AskAsync(client));
    }

    [Fact]
    public async Task A_handler_that_never_returns_is_quarantined_and_replaced_by_a_better_build()
    {
        Deploy(PluginSource.Bad("NeverReturns"));
        await using var server = await ServerProcess.StartAsync(Node(weather: "call-budget = 0.1\nquarantine-overruns = 2"));
        await using var client = new CcClient(server.Endpoint);
        await client.PublishAsync(CC.Sdk.Message.Create("weather", "{}"u8.ToArray()));

        var plugin = await UntilAsync(client, plugin => plugin.State == "quarantined");
        Assert.Contains("a budget of 0.1 s was exceeded", Assert.Single(plugin.Components).Why, StringComparison.Ordinal);
        await PingAsync(client);
        Deploy(PluginSource.Saying("better"));
        await UntilAsync(client, plugin => plugin.State == "active");
        await GoesOnAsync(client, "better");

        var leaving = await UntilAsync(client, plugin => plugin.Leaving.Any(build => build.State == "pinned"));
        Assert.Equal("the handler of [h:weather] has not ended", Assert.Single(Assert.Single(leaving.Leaving).Causes).Text);
    }

    private static string Other(string source) => source.Replace("[Handler(\"weather\")]", "[Handler(\"other\")]", StringComparison.Ordinal);

    private static async Task SendAsync(CcClient client, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await client.PublishAsync(CC.Sdk.Message.Create("weather", "{}"u8.ToArray()));
        }
    }

    /// <summary>Whatever there was: the node answers, and so does the plugin.</summary>
    private static async Task GoesOnAsync(CcClient client, string says = "before")
    {
        Assert.Equal(says, await AskAsync(client));
        await PingAsync(client);
    }
}
