using CC.Server.Components;

namespace CC.Server.Tests.Components;

public sealed class OpenEndsTests
{
    private readonly OpenEnds ends = new();

    [Fact]
    public void What_is_open_is_closed_with_the_component_each_once()
    {
        var (one, another) = (new End(), new End());
        ends.Add(one).Dispose();
        ends.Add(another);

        ends.Dispose();
        ends.Dispose();

        Assert.Equal((1, 1), (one.Closed, another.Closed));
    }

    [Fact]
    public void What_is_opened_afterwards_is_closed_at_once()
    {
        var late = new End();
        ends.Dispose();

        var closing = ends.Add(late);
        var atOnce = late.Closed;
        closing.Dispose();

        Assert.Equal((1, 1), (atOnce, late.Closed));
    }

    private sealed class End : IDisposable
    {
        public int Closed { get; private set; }

        public void Dispose() => Closed++;
    }
}
