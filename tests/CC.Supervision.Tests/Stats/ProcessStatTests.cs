using CC.Supervision.Processes;

namespace CC.Supervision.Tests.Stats;

/// <summary>What Linux says of a process, in one line.</summary>
public sealed class ProcessStatTests
{
    [Fact]
    public void The_programs_name_may_be_anything()
    {
        var stat = ProcessStat.Parse("42 (a) Z 1 (b) S 7 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 3 0 123456 99 88");

        Assert.Equal(new ProcessStat('S', 7, 40, 41, 11, 3, 123456, 99), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sh) S 1 2")]
    public void What_is_no_such_line_is_no_process(string text) => Assert.Null(ProcessStat.Parse(text));

    [Theory]
    [InlineData('Z', true)]
    [InlineData('X', true)]
    [InlineData('S', false)]
    [InlineData('T', false)]
    public void A_zombie_has_ended(char state, bool hasEnded) => Assert.Equal(hasEnded, new ProcessStat(state, 1, 1, 1, 0, 1, 1, 0).HasEnded);

    [Fact]
    public void This_process_runs() => Assert.False(ProcessStat.Of(Environment.ProcessId)!.HasEnded);
}
