using CC.Server.CommandLine;
using CC.Server.Diagnostics;
using CC.Server.Lifetime;

namespace CC.Server.Tests.CommandLine;

public sealed class ServerCommandTests
{
    private ServerArguments? understood;

    [Theory]
    [InlineData("cc.ini", ServerAction.Run)]
    [InlineData("", ServerAction.Run)]
    [InlineData("--ini", ServerAction.PrintSample)]
    [InlineData("--check cc.ini", ServerAction.Check)]
    [InlineData("-r cc.ini", ServerAction.Reload)]
    [InlineData("cc.ini --reload", ServerAction.Reload)]
    [InlineData("-s cc.ini", ServerAction.Stop)]
    [InlineData("--stop cc.ini", ServerAction.Stop)]
    [InlineData("-k cc.ini", ServerAction.Kill)]
    [InlineData("--kill cc.ini", ServerAction.Kill)]
    internal async Task Understands_what_to_do(string line, ServerAction action)
    {
        Assert.Equal(0, await RunAsync(line));

        Assert.Equal(action, understood!.Action);
        Assert.Equal(line.Contains("cc.ini", StringComparison.Ordinal) ? "cc.ini" : null, understood.ConfigurationFile);
    }

    [Fact]
    public async Task Understands_a_node_that_has_it_run_a_component()
    {
        await RunAsync("run-component cc.d:one");

        Assert.Equal(ServerAction.RunComponent, understood!.Action);
    }

    [Theory]
    [InlineData("cc.ini", Verbosity.Normal)]
    [InlineData("-q cc.ini", Verbosity.Quiet)]
    [InlineData("-v cc.ini", Verbosity.Debug)]
    [InlineData("-vv cc.ini", Verbosity.Trace)]
    [InlineData("-v cc.ini -v", Verbosity.Trace)]
    [InlineData("--verbose cc.ini", Verbosity.Debug)]
    [InlineData("-q -v cc.ini", Verbosity.Quiet)]
    internal async Task Understands_how_much_to_log(string line, Verbosity verbosity)
    {
        await RunAsync(line);

        Assert.Equal(("cc.ini", verbosity), (understood!.ConfigurationFile, understood.Verbosity));
    }

    [Fact]
    public async Task Understands_overrides_of_which_the_last_counts()
    {
        await RunAsync("--set ZMQ_HWM=5 --set", "logfile = /tmp/a=b ", "--set", "zmq_hwm=6", "cc.ini", "-d", "--announce");

        Assert.Equal([("zmq_hwm", "6"), ("logfile", "/tmp/a=b")], understood!.Overrides.Select(entry => (entry.Key, entry.Value)));
        Assert.True(understood.InBackground && understood.Announce);
    }

    [Theory]
    [InlineData("cc.ini other.ini")]
    [InlineData("--nonsense cc.ini")]
    [InlineData("cc.ini --set value")]
    [InlineData("cc.ini --set =value")]
    [InlineData("cc.ini --set")]
    public async Task What_it_does_not_understand_is_an_error_of_configuration(string line)
    {
        Assert.Equal((int)ExitCode.Configuration, await RunAsync(line));

        Assert.Null(understood);
    }

    [Fact]
    public async Task Ends_with_the_code_of_what_was_done()
    {
        Assert.Equal(3, await ServerCommand.RunAsync([], _ => Task.FromResult(ExitCode.CannotBind)));
        Assert.Equal((0, null), (await RunAsync("-V"), understood));
    }

    private Task<int> RunAsync(string line, params string[] more) =>
        ServerCommand.RunAsync([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more], arguments =>
        {
            understood = arguments;
            return Task.FromResult(ExitCode.Ok);
        });
}
