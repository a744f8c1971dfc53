using System.Diagnostics;

namespace CC.Programs.Tests;

public sealed class OrphansTests
{
    private const string Shell = "/bin/sh";

    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly string value = $"{Guid.NewGuid()} /var/x";

    public OrphansTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Shell), "it is not Linux");

    [Fact]
    public async Task They_are_found_with_all_that_they_have_started_and_others_are_left_alone()
    {
        using var other = Start("CC_TEST_ORPHAN", "another");
        using var orphan = Start("CC_TEST_ORPHAN", value, "sleep 1000 & echo; wait");
        await orphan.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, Orphans.Find("CC_TEST_ORPHAN", [value, "none"]).Count);
        await EndAsync("CC_TEST_ORPHAN", Never);

        Assert.Empty(Orphans.Find("CC_TEST_ORPHAN", [value]));
        Assert.False(other.HasExited);
        other.Kill();
    }

    [Fact]
    public async Task One_that_does_not_heed_the_signal_is_killed()
    {
        using var orphan = Start("CC_TEST_ORPHAN", value, "trap '' TERM; echo; while :; do sleep 0.01; done");
        await orphan.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        await EndAsync("CC_TEST_ORPHAN", TimeSpan.Zero);

        await orphan.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(137, orphan.ExitCode);
    }

    [Fact]
    public async Task One_may_end_in_order()
    {
        using var orphan = Start("CC_TEST_ORPHAN", value, "trap 'exit 5' TERM; echo; while :; do sleep 0.01; done");
        await orphan.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        await EndAsync("CC_TEST_ORPHAN", Never);

        await orphan.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, orphan.ExitCode);
    }

    [Fact]
    public void What_has_started_this_process_itself_is_left_alone()
    {
        Environment.SetEnvironmentVariable("CC_TEST_OWN", value);
        using var sister = Start("CC_TEST_OWN", value);

        Assert.Empty(Orphans.Find("CC_TEST_OWN", [value]));
        Environment.SetEnvironmentVariable("CC_TEST_OWN", null);
        Assert.NotEmpty(Orphans.Find("CC_TEST_OWN", [value]));

        sister.Kill();
    }

    private static Process Start(string variable, string value, string script = "exec sleep 1000")
    {
        var start = new ProcessStartInfo(Shell, ["-c", script]) { RedirectStandardOutput = true };
        start.Environment[variable] = value;
        return Process.Start(start)!;
    }

    private Task EndAsync(string variable, TimeSpan grace) => Orphans.EndAsync(variable, [value], grace, TimeProvider.System, TestContext.Current.CancellationToken);
}
