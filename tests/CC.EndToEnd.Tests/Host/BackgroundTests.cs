using System.Diagnostics;
using System.Globalization;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class BackgroundTests : HostTest, IAsyncDisposable
{
    private Process? background;

    private string PidFile => Folder["node.pid"];

    private string LogFile => Folder["node.log"];

    public async ValueTask DisposeAsync()
    {
        if (background is { HasExited: false })
        {
            background.Kill();
            await background.WaitForExitAsync();
        }

        background?.Dispose();
        Dispose();
    }

    [Theory]
    [InlineData("-s")]
    [InlineData("--stop")]
    [InlineData("-k")]
    [InlineData("--kill")]
    public async Task Runs_in_the_background_until_it_is_told_to_stop(string stop)
    {
        var ini = await StartAsync();
        Assert.Contains("listens on", await File.ReadAllTextAsync(LogFile));

        await RunAsync(0, stop, ini);
        await background!.WaitForExitAsync().WaitAsync(ServerProcess.Patience);

        Assert.False(File.Exists(PidFile));
        Assert.EndsWith(": stopped\n", await File.ReadAllTextAsync(LogFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_its_configuration_again_when_told_to()
    {
        var ini = await StartAsync();

        await RunAsync(0, "-r", ini);

        await Eventually.TrueAsync(
            () => File.ReadAllText(LogFile).Contains("configuration read again: nothing changed", StringComparison.Ordinal), () => File.ReadAllText(LogFile));
    }

    [Fact]
    public async Task A_second_one_is_refused_while_the_first_runs()
    {
        var ini = await StartAsync();

        Assert.Contains($"another process running: {background!.Id}", await RunAsync(1, "-d", ini));
        Assert.Contains("another process running", await RunAsync(1, ini));

        Assert.False(background.HasExited);
        Assert.Equal($"{background.Id}\n", await File.ReadAllTextAsync(PidFile));
    }

    [Theory]
    [InlineData("999999999\n")]
    [InlineData("no number")]
    [InlineData("")]
    public async Task A_pid_file_of_a_process_that_is_gone_does_not_matter(string content)
    {
        await File.WriteAllTextAsync(PidFile, content);

        await StartAsync();

        Assert.Equal($"{background!.Id}\n", await File.ReadAllTextAsync(PidFile));
    }

    [Theory]
    [InlineData("-s")]
    [InlineData("-k")]
    [InlineData("-r")]
    public async Task Telling_nobody_is_only_warned_of(string option)
    {
        Assert.Contains($"no running process in {PidFile}", await RunAsync(0, option, BackgroundIni()));
    }

    [Fact]
    public async Task The_background_needs_a_pid_file()
    {
        Assert.Contains("[ccserver] pidfile: is required for -d", await RunAsync(2, "-d", Ini()));
    }

    [Fact]
    public async Task A_start_that_fails_in_the_background_is_told_in_the_foreground()
    {
        var ini = Ini(main: $"pidfile = {PidFile}", routes: "x = h:none");

        Assert.Contains("refers to the section [h:none], which does not exist", await RunAsync(2, "-d", ini));
        Assert.False(File.Exists(PidFile));
    }

    private string BackgroundIni() => Ini(main: $"pidfile = {PidFile}\nlogfile = {LogFile}");

    private async Task<string> StartAsync()
    {
        var ini = BackgroundIni();
        await using var foreground = ServerProcess.Launch("-d", ini);
        var ended = foreground.WaitForExitAsync();
        await ((Task)ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (File.Exists(PidFile) && int.TryParse(await File.ReadAllTextAsync(PidFile), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id))
        {
            background = Process.GetProcessById(id);
        }

        Assert.Equal(0, await ended);
        Assert.NotNull(background);
        return ini;
    }
}
