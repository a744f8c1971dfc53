using CC.Sdk.Options;
using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Tests.Components;

namespace CC.Server.Tests.Configuration;

public sealed class IsolationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("isolation = host")]
    public void A_daemon_runs_within_the_node_unless_it_is_asked_for_otherwise(string lines) => Assert.Null(IsolationOf(lines));

    [Fact]
    public void A_process_of_its_own_has_no_limits_unless_it_is_given_some()
    {
        Assert.Equal(new IsolationModel(new ByteSize(0), 0, 0), IsolationOf("isolation = process"));
        Assert.Equal(
            new IsolationModel(new ByteSize(256 * 1024 * 1024), 500, 10),
            IsolationOf("isolation = process\nmax-memory = 256M\nmax-files = 500\nnice = 10"));
    }

    [Theory]
    [InlineData("max-memory = 256M", "max-memory = 256M: has no effect without isolation = process; write that as well, or remove this")]
    [InlineData("isolation = host\nmax-files = 5", "max-files = 5: has no effect without isolation = process; write that as well, or remove this")]
    [InlineData("nice = 5", "nice = 5: has no effect without isolation = process; write that as well, or remove this")]
    [InlineData("isolation = process\nmax-memory = 1M", "max-memory = 1M: is at least 16M, or 0 for no limit")]
    [InlineData("isolation = process\nnice = 20", "nice = 20: is at most 19")]
    [InlineData("isolation = thread", "isolation = thread: is one of: host, process")]
    public void What_makes_no_sense_is_refused(string lines, string error) =>
        Assert.EndsWith($"[d] {error}", Assert.Single(Configurations.Errors(Text(lines))), StringComparison.Ordinal);

    [Theory]
    [InlineData("isolation = process", "")]
    [InlineData("", "[DEFAULT]\nisolation = process\n")]
    public void A_daemon_that_runs_others_has_no_process_of_its_own(string lines, string before)
    {
        var errors = Configurations.Errors($"{before}{Leading(lines)}", Catalog);

        Assert.EndsWith(
            "[d] isolation = process: is host for leading, which has other sections of the node run and needs its process; what it runs may have processes of their own",
            Assert.Single(errors),
            StringComparison.Ordinal);
        Assert.Null(Configurations.Load($"{before}{Leading("isolation = host")}", Catalog).Daemons["d"].Isolation);
    }

    [Fact]
    public void Limits_for_all_are_for_those_with_a_process_of_their_own()
    {
        const string ForAll = "[DEFAULT]\nmax-memory = 64M\n";

        Assert.Null(Configurations.Load(ForAll + Text("")).Daemons["d"].Isolation);
        Assert.Equal(64 * 1024 * 1024, Configurations.Load(ForAll + Text("isolation = process")).Daemons["d"].Isolation!.MaxMemory.Octets);
    }

    private static ComponentCatalog Catalog { get; } = Configurations.CatalogOf(typeof(RunnerHandler), typeof(LeadingDaemon));

    private static string Leading(string lines) => Text(lines).Replace("module = plain", "module = leading", StringComparison.Ordinal);

    private static IsolationModel? IsolationOf(string lines) => Configurations.Load(Text(lines)).Daemons["d"].Isolation;

    private static string Text(string lines) => $"{Configurations.Main}[routes]\na = r\n[r]\nhandler = runner\ndaemons = d\n[d]\nmodule = plain\n{lines}";
}
