using CC.Plugins.Disposer;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.Disposer;

public sealed class DisposerHandlerTests
{
    [Fact]
    public async Task Counts_messages_and_their_octets_whatever_is_in_them()
    {
        var metrics = new FakeMetrics();
        var disposer = new DisposerHandler(metrics);

        await disposer.HandleAsync(Messages.Of("id", "", "a.b", "no JSON", "", "12345"), CancellationToken.None);
        await disposer.HandleAsync(Messages.Of("id", "", "a"), CancellationToken.None);

        Assert.Equal(2, metrics["disposed_count"]);
        Assert.Equal(2 + 3 + 7 + 5 + 2 + 1, metrics["disposed_bytes"]);
    }
}
