using CC.Sdk.Testing.Fakes;
using CC.Server.Isolation;

namespace CC.Server.Tests.Isolation;

public sealed class OutputAllowanceTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void So_many_lines_are_allowed_and_no_more()
    {
        var allowance = new OutputAllowance(time);

        Assert.Equal(OutputAllowance.Lines, Taken(allowance));
    }

    [Fact]
    public void When_the_period_is_over_as_many_are_allowed_again()
    {
        var allowance = new OutputAllowance(time);
        Taken(allowance);

        time.Advance(OutputAllowance.Period - TimeSpan.FromTicks(1));
        var early = Taken(allowance);
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((0, OutputAllowance.Lines), (early, Taken(allowance)));
    }

    private static int Taken(OutputAllowance allowance) => Enumerable.Range(0, 2 * OutputAllowance.Lines).Count(_ => allowance.Take());
}
