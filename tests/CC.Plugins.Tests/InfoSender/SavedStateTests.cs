using CC.Plugins.InfoSender;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.InfoSender;

public sealed class SavedStateTests : IDisposable
{
    private static readonly SavedState State = new([new SavedFile("/info/ä\n", 638_000_000_000_000_001, 5, 7, 9)], Receiver.Acknowledges);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_saved_is_read_again_exactly()
    {
        State.Save(folder["deep/save"]);

        var read = SavedState.Load(folder["deep/save"])!;

        Assert.Equal((State.Files.Single(), Receiver.Acknowledges), (read.Files.Single(), read.Receiver));
    }

    [Fact]
    public void Where_nothing_was_saved_nothing_is_known() => Assert.Empty(SavedState.Load(folder["save"])!.Files);

    [Fact]
    public void What_is_damaged_is_not_taken_for_something()
    {
        var text = State.Text();

        Assert.All(Enumerable.Range(0, text.Length), length => Assert.Null(SavedState.Parse(text[..length])));
        Assert.Null(SavedState.Parse(text.Replace("ino", "ini", StringComparison.OrdinalIgnoreCase)));
    }
}
