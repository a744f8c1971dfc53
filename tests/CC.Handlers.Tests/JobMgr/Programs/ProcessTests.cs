using CC.Plugins.JobMgr.Programs;

namespace CC.Handlers.Tests.JobMgr.Programs;

/// <summary>How a process is told from another that has the same number.</summary>
public sealed class ProcessTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_programs_name_may_be_anything()
    {
        var stat = ProcessStat.Parse("42 (a) Z 1 (b) S 7 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 99 88");

        Assert.Equal(new ProcessStat('S', 40, 41, 123456), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sh) S 1 2")]
    [InlineData("42 (sh) S 7 x 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 99 88")]
    public void What_is_no_such_line_is_no_process(string text) => Assert.Null(ProcessStat.Parse(text));

    [Theory]
    [InlineData('Z', true)]
    [InlineData('X', true)]
    [InlineData('S', false)]
    [InlineData('T', false)]
    public void A_zombie_has_ended(char state, bool hasEnded) => Assert.Equal(hasEnded, new ProcessStat(state, 1, 1, 1).HasEnded);

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

    [Theory]
    [InlineData(0x0000, "ended with exit code 0", true)]
    [InlineData(0x0300, "ended with exit code 3", false)]
    [InlineData(0x0009, "was killed by SIGKILL", false)]
    [InlineData(0x008b, "was killed by SIGSEGV", false)]
    [InlineData(0x0022, "was killed by signal 34", false)]
    public void An_end_is_told_in_words(int status, string words, bool isSuccess) =>
        Assert.Equal((words, isSuccess), (new ExitStatus(status).ToString(), new ExitStatus(status).IsSuccess));
}
