using System.Text.RegularExpressions;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>A Procfile, or a command, under <c>ccctl dev</c>: no node is there.</summary>
public sealed class ForegroundJobsTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_Procfile_runs_until_it_is_interrupted_and_leaves_nothing_behind()
    {
        folder.File(".env", "GREETING=hello\n");
        var file = folder.File("Procfile", """
            web: sh -c "echo $GREETING $PORT; echo child $$$$; sleep 1000 & wait"
            longer-name: sh -c "echo again; exec sleep 1000"
            other: sh -c "echo not asked for; exec sleep 1000"
            """);
        await using var dev = Ctl.Start(Nothing, "dev", "start", "web", "longer-name", "--procfile", file, "--concurrency", "longer-name=2");

        await dev.WaitForOutputAsync("child");
        await Eventually.TrueAsync(() => Regex.Count(dev.Output, "again") == 2, () => dev.Output);
        dev.Signal("INT");

        Assert.Equal(0, await dev.EndAsync());
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d web\.1 {8} \| hello 5000$", dev.Output);
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d longer-name\.[23] \| again$", dev.Output);
        Assert.DoesNotContain("not asked for", dev.Output, StringComparison.Ordinal);
        Assert.Contains("all are told to end", dev.Error, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(dev.Error, "was killed by SIGTERM"));
        foreach (var process in Regex.Matches(dev.Error, "process ([0-9]+)").Select(match => match.Groups[1].Value))
        {
            Assert.False(Directory.Exists($"/proc/{process}"), $"{process} is left");
        }
    }

    [Fact]
    public async Task What_ends_is_started_again()
    {
        await using var dev = Ctl.Start(Nothing, "dev", "start", "--procfile", folder.File("Procfile", "once: sh -c 'printf unfinished; exit 3'"));

        await dev.WaitForErrorAsync("once.2 is started");
        dev.Signal("TERM");

        Assert.Equal(0, await dev.EndAsync());
        Assert.Contains("once.1 ended with exit code 3", dev.Error, StringComparison.Ordinal);
        Assert.Contains("once.1 | unfinished", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_heed_the_first_interrupt_is_killed_by_the_second()
    {
        await using var dev = Ctl.Start(Nothing, "dev", "start", "--graceful-timeout", "3600", "--procfile", folder.File("Procfile", "deaf: sh -c \"trap '' TERM; echo deaf; while :; do sleep 1000; done\""));

        await dev.WaitForOutputAsync("deaf");
        dev.Signal("INT");
        await dev.WaitForErrorAsync("another Ctrl-C kills them");
        dev.Signal("INT");

        Assert.Equal(0, await dev.EndAsync());
        Assert.Contains("deaf.1 was killed by SIGKILL", dev.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_has_the_variables_and_its_exit_code_is_passed_on()
    {
        var variables = folder.File("more.env", "GREETING=good day\n");

        var ran = await Ctl.RunAsync(7, "dev", "run", "--once", "--env", variables, "--", "sh", "-c", "echo \"$GREETING $0\"; exit 7", "$nobody");

        Assert.Matches(@"^\d\d:\d\d:\d\d sh\.1 \| good day \$nobody$", ran.Output);
        Assert.Matches("""^\{"name":"echo","pid":1,"label":"out","text":"a\\n"\}$""", (await Ctl.RunAsync(0, "dev", "run", "--once", "--json", "--", "echo", "a")).Output);
        Assert.Contains("there is no program /no/such", (await Ctl.RunAsync(1, "dev", "run", "--", "/no/such")).Error, StringComparison.Ordinal);
        Assert.Contains("has no such job; it has a", (await Ctl.RunAsync(2, "dev", "start", "b", "--procfile", folder.File("Procfile", "a: b"))).Error, StringComparison.Ordinal);
        await Ctl.RunAsync(2, "dev", "start", "--procfile", folder["none"]);
        await Ctl.RunAsync(2, "dev", "run", "--graceful-timeout", "long", "--", "true");
    }
}
