using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class CommandLineTests : HostTest
{
    [Theory]
    [InlineData("-V")]
    [InlineData("--version")]
    public async Task Tells_its_version(string option)
    {
        Assert.Matches(@"^ccserver version \d+\.\d+\.\d+", await RunAsync(0, option));
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    public async Task Tells_what_it_takes(string option)
    {
        var help = await RunAsync(0, option);

        Assert.All(
            ["INI", "-q", "--quiet", "-v", "-d", "--daemon", "-V", "--version", "--ini", "--set", "-r", "--reload", "-s", "--stop", "-k", "--kill", "-h"],
            word => Assert.Contains(word, help));
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("one.ini", "two.ini")]
    [InlineData("--set", "cc-role")]
    [InlineData("--set", "=local")]
    [InlineData("-s")]
    [InlineData("-r")]
    [InlineData("-k")]
    public async Task A_command_line_that_makes_no_sense_is_refused(params string[] arguments)
    {
        Assert.StartsWith("ccserver: ", await RunAsync(2, arguments), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_a_configuration_that_works()
    {
        var sample = Folder.File("sample.ini", await RunAsync(0, "--ini"));

        await using var server = await ServerProcess.StartAsync(sample, "--set", "cc-socket=tcp://127.0.0.1:*");

        await PingAsync(server);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Set_replaces_options_of_the_main_section_only()
    {
        var echo = Ini(sections: "[h:log]\nhandler = locallogger\njob_name = mine", routes: "log = h:log");

        await using var server = await ServerProcess.StartAsync(echo, "--set", "JOB_NAME = other", "--set=zmq_hwm=7");

        await server.WaitForLineAsync("other listens on tcp://127.0.0.1:");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Log_lines_have_the_form_of_CC_and_come_once() // DEF-35
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await StopInOrderAsync(server);

        var line = await server.WaitForLineAsync("starting up..");
        Assert.Matches($@"^\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d,\d\d\d {server.Id} INFO CCServer\.\w+: C&C server version \S+ starting up\.\.$", line);
        Assert.Single(server.Output, other => other.Contains("starting up..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_is_without_a_word_as_long_as_nothing_is_wrong()
    {
        await using var server = await ServerProcess.StartAsync(Ini(), "-q");
        await PingAsync(server);
        await StopInOrderAsync(server);

        Assert.StartsWith("{", Assert.Single(server.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_still_warns()
    {
        await using var server = await ServerProcess.StartAsync(Ini(role: "insecure"), "--quiet");
        await StopInOrderAsync(server);

        Assert.Contains(" WARNING ", await server.WaitForLineAsync("cc-role is insecure"));
    }

    [Theory]
    [InlineData("-v", false)]
    [InlineData("-vv", true)]
    public async Task Verbose_lines_are_shorter_and_more(string option, bool traces)
    {
        var url = $"ipc://{Folder["self.sock"]}";
        var ini = Ini(main: $"cc-socket = {url}", sections: $"[h:pinger]\nhandler = echo\nping-remotes = {url}", routes: "ping = h:pinger");

        await using var server = await ServerProcess.StartAsync(ini, option, "--set", "stats-period=0.1");
        Assert.Matches(@"^\d\d:\d\d:\d\d,\d\d\d INFO CCServer\.\w+: ", await server.WaitForLineAsync("starting up.."));
        await server.WaitForLinesAsync("count.ok: ", 3);
        await (traces ? server.WaitForLineAsync(" TRACE ") : Task.CompletedTask);
        await StopInOrderAsync(server);

        Assert.Equal(traces, server.Output.Any(line => line.Contains(" TRACE ", StringComparison.Ordinal)));
    }
}
