using CC.Client.Security;
using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Tests.Client.Security;

public sealed class ReplayWindowTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void An_id_is_good_once_for_each_signer()
    {
        var window = new ReplayWindow(TimeSpan.FromSeconds(10), 100, time);

        Assert.True(window.Admits("A", "1", 1));
        Assert.True(window.Admits("A", "1", 1));
        Assert.True(window.Admits("B", "1", 2));
        Assert.False(window.Admits("A", "1", 3));
        Assert.True(window.Admits("A", "2", 0));
        Assert.False(window.Admits("A", "2", 0));
    }

    [Fact]
    public void Ids_are_forgotten_when_the_window_is_over()
    {
        var window = new ReplayWindow(TimeSpan.FromSeconds(10), 100, time);
        window.Admits("A", "1", 1);

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(window.Admits("A", "1", 2));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(window.Admits("A", "1", 3));
        Assert.Equal(1, window.Count);
    }

    [Fact]
    public void There_is_an_end_to_remembering()
    {
        var window = new ReplayWindow(TimeSpan.FromSeconds(10), 100, time);

        for (var id = 0; id < 1000; id++)
        {
            Assert.True(window.Admits("A", $"{id}", id + 1));
        }

        Assert.Equal(100, window.Count);
        Assert.False(window.Admits("A", "999", 5000));
    }
}
