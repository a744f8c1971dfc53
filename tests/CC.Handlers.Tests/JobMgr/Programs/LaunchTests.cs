using CC.Plugins.JobMgr.Daemons;
using CC.Plugins.JobMgr.Programs;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Handlers.Tests.JobMgr.Programs;

public sealed class LaunchTests
{
    private static readonly ManagedSection Section = new() { Section = "d:one", JobName = "node.d:one", ConfigurationFile = "/etc/cc.ini" };

    [Theory]
    [InlineData(-1, "/bin/x|/etc/cc.ini|d:one|-q|-d")]
    [InlineData(0, "/bin/x|/etc/cc.ini|d:one|-d")]
    [InlineData(2, "/bin/x|/etc/cc.ini|d:one|-v|-v|-d")]
    public void A_script_is_started_as_the_original_does(int verbosity, string words)
    {
        var launch = Launch.Of(new DaemonOptions { Script = "/bin/x" }, Section with { Verbosity = verbosity });

        Assert.Equal((words, true), (string.Join('|', launch.Words), launch.GoesToBackground));
    }

    [Fact]
    public void A_command_is_started_as_it_is_written()
    {
        var launch = Launch.Of(new DaemonOptions { Command = "env 'A B'" }, Section);

        Assert.Equal(("env|A B", false), (string.Join('|', launch.Words), launch.GoesToBackground));
    }

    [Theory]
    [InlineData("a 'b", "the quote ' is not closed")]
    [InlineData("a \\", "it ends with a backslash, which stands before another letter")]
    [InlineData("'' a", "names no program")]
    public void A_command_that_makes_no_sense_is_an_error_of_the_configuration(string command, string rule) => Assert.Equal(
        rule,
        Assert.Single(Assert.Throws<OptionsException>(() => OptionsOf.Section<DaemonOptions>($"command = {command}")).Errors).Rule);

    [Fact]
    public void An_order_has_the_nodes_environment_and_the_daemons_name()
    {
        var order = Launch.Of(new DaemonOptions { Command = "env" }, Section).Order("node.d:one");

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), order.Environment["PATH"]);
        Assert.Equal("node.d:one", order.Environment["CC_JOB_NAME"]);
    }
}
