using CC.Plugins.JobMgr.Programs;

namespace CC.Handlers.Tests.JobMgr.Programs;

/// <summary>How a process is told from another that has the same number.</summary>
public sealed class ProcessTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-60, true)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void A_process_that_is_younger_than_the_file_has_not_written_it(double seconds, bool canHave) =>
        Assert.Equal(canHave, PidFile.CanHaveWritten(Noon, Noon.AddSeconds(seconds)));

    [Fact]
    public void A_record_names_a_process_of_this_boot_only()
    {
        var process = new RunningProcess(42, 123456);
        var text = StartRecord.Format(process, "boot-1");

        Assert.Equal(process, StartRecord.Parse(text, "boot-1"));
        Assert.Null(StartRecord.Parse(text, "boot-2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("-1 5 b")]
    [InlineData("1 5 b")]
    [InlineData("x 5 b")]
    public void A_record_that_makes_no_sense_names_none(string text) => Assert.Null(StartRecord.Parse(text, "b"));
}
