using CC.Cli.Files;
using CC.Client.Control;

namespace CC.Cli.Tests.Files;

public sealed class FilePairTests
{
    private static readonly FileDescription Source = new() { Section = "d:a", Role = FileDescription.Source, Host = "web1", Filename = "/var/log/a", StIno = 7, Gen = "b-0", State = "waiting", Begin = 10, Acked = 50 };

    private static readonly FileDescription Target = Source with { Section = "h:w", Role = FileDescription.Target, Begin = 0, Acked = 60 };

    [Fact]
    public void A_file_is_the_same_content_of_the_same_inode_of_the_same_machine()
    {
        FileDescription[] targets = [Target with { Host = "web2" }, Target with { StIno = 8 }, Target with { Gen = "b-1" }, Target];

        var pairs = FilePair.Match([Source], targets, "web1");

        Assert.Equal((Source, Target), (pairs[0].Source, pairs[0].Target));
        Assert.Equal([(null, 8UL, "b-0"), (null, 7UL, "b-1")], pairs.Skip(1).Select(pair => (pair.Source, pair.Target!.StIno, pair.Target.Gen)));
    }

    [Fact]
    public void A_target_that_does_not_know_its_content_is_matched_by_the_inode() => Assert.NotNull(FilePair.Match([Source], [Target with { Gen = "" }], "web1").Single().Target);

    [Fact]
    public void What_is_both_stored_and_acknowledged_is_compared()
    {
        Assert.Equal((10, 50), new FilePair(Source, Target).Part);
        Assert.Equal((20, 30), new FilePair(Source, Target with { Begin = 20, Acked = 30 }).Part);
        Assert.Equal((0, 60), new FilePair(null, Target).Part);
    }
}
