using CC.Plugins.JobMgr.Daemons;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Handlers.Tests.JobMgr.Daemons;

public sealed class WatchdogTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("", new double[] { 0, 5, 10, 15, 20 })]
    [InlineData("watchdog-formula-cap = 12", new double[] { 0, 5, 10, 12, 12 })]
    [InlineData("watchdog-formula-a = 3", new double[] { 3, 8, 13, 18 })]
    [InlineData("watchdog-formula-a = 3\nwatchdog-formula-b = 0.5", new[] { 3, 3.5, 4 })]
    [InlineData("watchdog-formula-a = 100\nwatchdog-formula-cap = 20", new double[] { 20, 20 })]
    public void Waits_A_plus_B_for_each_restart_but_the_first_up_to_the_cap(string lines, double[] expected)
    {
        Assert.Equal(expected, Delays(lines, expected.Length, Short));
    }

    [Theory]
    [InlineData("watchdog-formula-b = 0", new double[] { 0, 1, 1, 1 })]
    [InlineData("watchdog-formula-cap = 0.001", new[] { 0, 1.0, 1 })]
    public void A_formula_without_pauses_does_not_make_it_spin(string lines, double[] expected)
    {
        Assert.Equal(expected, Delays(lines, expected.Length, Short));
    }

    [Fact]
    public void A_daemon_that_has_run_long_enough_starts_from_the_beginning()
    {
        var options = Options("watchdog-reset = 60");

        Assert.Equal((TimeSpan.FromSeconds(35), 9), Watchdog.Decide(options, 8, TimeSpan.FromSeconds(59.9)));
        Assert.Equal((TimeSpan.Zero, 2), Watchdog.Decide(options, 8, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void No_delay_is_longer_than_a_timer_takes()
    {
        Assert.Equal((Watchdog.Greatest, int.MaxValue), Watchdog.Decide(Options("watchdog-formula-b = 4000000"), int.MaxValue, Short));
    }

    [Fact]
    public void Options_have_the_names_and_defaults_of_CC()
    {
        var expected = new Dictionary<string, string>
        {
            ["watchdog-reset"] = "3600",
            ["watchdog-formula-a"] = "0",
            ["watchdog-formula-b"] = "5",
            ["watchdog-formula-cap"] = "0",
        };

        Assert.Equal(expected, OptionsOf.Defaults(typeof(DaemonOptions)).Where(option => expected.ContainsKey(option.Key)).ToDictionary());
        Assert.All(expected.Keys, name => Assert.Throws<OptionsException>(() => Options($"{name} = -1")));
    }

    private static DaemonOptions Options(string lines) => OptionsOf.Section<DaemonOptions>(lines);

    private static double[] Delays(string lines, int count, TimeSpan ranFor)
    {
        var options = Options(lines);
        var starts = 1;
        var delays = new double[count];
        for (var i = 0; i < count; i++)
        {
            (var delay, starts) = Watchdog.Decide(options, starts, ranFor);
            delays[i] = delay.TotalSeconds;
        }

        return delays;
    }
}
