using CC.Client.Control;

namespace CC.Cli.Tests.Output;

public sealed class RenderingTests
{
    public static TheoryData<int, string> Listings => new MatrixTheoryData<int, string>([60, 80, 120], ["plugins list", "plugins info TailWriter", "plugins verify Echo", "routes", "stats", "info"]);

    [Theory]
    [MemberData(nameof(Listings))]
    public async Task Fits_the_terminal(int width, string line)
    {
        await using var node = await StartAsync();

        var ran = await Ctl.RunAsync(width, [.. line.Split(' '), "-e", node.Endpoint]);

        Assert.Equal(ExitCode.Ok, ran.Code);
        Assert.All(ran.Lines, text => Assert.InRange(text.Length, 0, width));
        Assert.All(ran.Lines, text => Assert.Equal(text.TrimEnd(), text));
    }

    [Theory]
    [InlineData(60, "NAME STATE VERSION")]
    [InlineData(80, "NAME STATE VERSION CALLS ERRORS")]
    [InlineData(81, "NAME STATE VERSION CALLS ERRORS SHA256")]
    [InlineData(120, "NAME STATE VERSION CALLS ERRORS LOADED SHA256")]
    [InlineData(160, "NAME STATE VERSION CALLS ERRORS LOADED SHA256 PATH")]
    public async Task Columns_of_plugins_are_left_out_where_they_do_not_fit_and_nothing_is_shortened(int width, string headers)
    {
        await using var node = await StartAsync();

        var ran = await Ctl.RunAsync(width, "plugins", "list", "-e", node.Endpoint);

        Assert.Equal(headers.Split(' '), ran.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("TailWriter  quarantined  1.0.0-alpha.20261122.5+abcdef", ran.Lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("…", ran.Output);
        Assert.Contains("Weather: invalid: a dependency is missing", ran.Error);
    }

    [Theory]
    [InlineData("quarantined", "5 calls in a row have failed, the last one: no room", "5 calls in a row have failed, the last one: no room")]
    [InlineData("active", "", "no room")]
    public async Task The_last_error_of_a_component_that_was_taken_out_is_why(string state, string why, string shown)
    {
        var component = Samples.Handler with { State = state, Why = why, LastError = "no room" };
        await using var node = await FakeNode.WithAsync(
            Samples.Plugins with { Plugins = [Samples.Plugins.Plugins[1] with { Components = [component] }] }, ControlJson.Default.PluginList);

        var ran = await Ctl.RunAsync("plugins", "info", "TailWriter", "-e", node.Endpoint);

        Assert.EndsWith("  LAST ERROR", ran.Lines[^2], StringComparison.Ordinal);
        Assert.EndsWith($"  12  {shown}", ran.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_all_where_nobody_looks()
    {
        await using var node = await StartAsync();

        var ran = await Ctl.RunAsync("plugins", "list", "-e", node.Endpoint);

        Assert.Equal(4, ran.Lines.Length);
        Assert.DoesNotContain("…", ran.Output);
        Assert.DoesNotContain("\e", ran.Output);
        Assert.EndsWith("/opt/command-and-control/plugins/TailWriter/TailWriter.dll", ran.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_details_go_on_in_the_next_line()
    {
        await using var node = await StartAsync();

        var ran = await Ctl.RunAsync(60, "info", "-e", node.Endpoint);

        var whole = string.Concat(ran.Lines.Select(line => line.Trim()));
        Assert.Contains(Samples.Node.Config, whole.Replace("configuration  ", ""));
    }

    [Fact]
    public async Task Colours_only_tell_how_good_a_state_is()
    {
        await using var node = await StartAsync();

        var coloured = await Ctl.RunAsync(120, true, _ => null, "plugins", "list", "-e", node.Endpoint);
        var plain = await Ctl.RunAsync(120, "plugins", "list", "-e", node.Endpoint);

        Assert.Contains("\e[", coloured.Output);
        Assert.Equal(plain.Lines, System.Text.RegularExpressions.Regex.Replace(coloured.Output, "\e\\[[0-9;]*m", "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task What_comes_from_elsewhere_does_not_move_the_cursor()
    {
        var evil = Samples.Plugins with { Plugins = [Samples.Plugins.Plugins[0] with { Name = "a\e[2Jb\nc\u009bd" }] };
        await using var node = await FakeNode.WithAsync(evil, ControlJson.Default.PluginList);

        var ran = await Ctl.RunAsync(80, "plugins", "list", "-e", node.Endpoint);

        Assert.StartsWith(@"a\x1b[2Jb\nc\x9bd  ", ran.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public async Task What_comes_from_elsewhere_turns_no_line_around_and_json_is_exact(int? width)
    {
        const string Name = "\u202eevil\u2066";
        var evil = Samples.Plugins with { Plugins = [Samples.Plugins.Plugins[0] with { Name = Name, State = "invalid", Why = "\u200fwhy\e[2J" }] };
        await using var node = await FakeNode.WithAsync(evil, ControlJson.Default.PluginList);

        var ran = await Ctl.RunAsync(width, "plugins", "list", "-e", node.Endpoint);
        var json = await Ctl.RunAsync(width, "plugins", "list", "-e", node.Endpoint, "--json");

        Assert.StartsWith(@"\u202eevil\u2066  invalid", ran.Lines[1], StringComparison.Ordinal);
        Assert.Contains(@"\u202eevil\u2066: : \u200fwhy\x1b[2J", ran.Error, StringComparison.Ordinal);
        Assert.Equal(Name, System.Text.Json.JsonDocument.Parse(json.Output).RootElement.GetProperty("plugins")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_text_that_would_make_no_table_is_cut_and_json_has_all_of_it()
    {
        var longest = new string('n', 1_000_000);
        var evil = Samples.Plugins with { Plugins = [Samples.Plugins.Plugins[0] with { Name = longest }, Samples.Plugins.Plugins[1]] };
        await using var node = await FakeNode.WithAsync(evil, ControlJson.Default.PluginList);

        var ran = await Ctl.RunAsync("plugins", "list", "-e", node.Endpoint);
        var json = await Ctl.RunAsync("plugins", "list", "-e", node.Endpoint, "--json");

        Assert.StartsWith($"{new string('n', 399)}…  active  ", ran.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"TailWriter{new string(' ', 392)}quarantined", ran.Lines[2], StringComparison.Ordinal);
        Assert.Contains(longest, json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_node_says_no_with_does_not_move_the_cursor()
    {
        await using var node = await FakeNode.SayingNoAsync(ControlErrors.Refused, "not\e[2J now\u202e");

        var ran = await Ctl.RunAsync("plugins", "list", "-e", node.Endpoint);

        Assert.StartsWith(@"ccctl: not\x1b[2J now\u202e (", ran.Error, StringComparison.Ordinal);
    }

    private static Task<FakeNode> StartAsync() => FakeNode.StartAsync(message => [message.Type switch
    {
        ControlTypes.PluginList => FakeNode.Reply(Samples.Plugins, ControlJson.Default.PluginList),
        ControlTypes.PluginInfo => FakeNode.Reply(
            Samples.Plugins with
            {
                Plugins = [Samples.Plugins.Plugins[1] with { Leaving = [new LeavingBuild { Version = "0.9", Sha256 = Samples.Hash, State = "pinned", Since = 1_700_000_000, Octets = 12_345, Causes = [new PinCause { Text = "a timer that was not disposed of, made by TailWriter.Worker" }] }] }],
            },
            ControlJson.Default.PluginList),
        ControlTypes.PluginVerify => FakeNode.Reply(Samples.Verification, ControlJson.Default.PluginVerification),
        ControlTypes.Routes => FakeNode.Reply(Samples.Routes, ControlJson.Default.NodeRoutes),
        ControlTypes.Stats => FakeNode.Reply(Samples.Counters, ControlJson.Default.NodeCounters),
        _ => FakeNode.Reply(Samples.Node, ControlJson.Default.NodeDescription),
    }]);
}
