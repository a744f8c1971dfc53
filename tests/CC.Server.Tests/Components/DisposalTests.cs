using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class DisposalTests
{
    private readonly ManualTime time = new();
    private readonly RecordingLogger<Disposal> logger = new();
    private readonly Disposal disposal;

    public DisposalTests() => disposal = new Disposal(time, logger);

    [Fact]
    public async Task Ends_each_component_the_way_it_knows()
    {
        var plain = new StubHandler();
        var asynchronous = new Ending(() => Task.CompletedTask);

        Assert.True(await disposal.DisposeAsync("a", plain, CancellationToken.None));
        Assert.True(await disposal.DisposeAsync("b", asynchronous, CancellationToken.None));
        Assert.True(await disposal.DisposeAsync("c", new object(), CancellationToken.None));
        Assert.True(await disposal.DisposeAsync("d", null, CancellationToken.None));

        Assert.True(plain.IsDisposed);
        Assert.Equal(1, asynchronous.Calls);
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public async Task A_failure_is_logged_and_goes_no_further()
    {
        Assert.True(await disposal.DisposeAsync("h:bad", new Ending(() => throw new InvalidOperationException()), CancellationToken.None));

        Assert.Equal((LogLevel.Error, "h:bad failed while it was ended"), Assert.Single(logger.Lines));
    }

    [Fact]
    public async Task What_does_not_end_is_left_behind_after_some_grace()
    {
        var never = new TaskCompletionSource();
        using var deadline = new CancellationTokenSource();

        var disposing = disposal.DisposeAsync("h:slow", new Ending(() => never.Task), deadline.Token);
        await deadline.CancelAsync();
        await Eventually.TrueAsync(() => time.Waiting.Contains(Disposal.Grace), () => "The grace has not begun.");
        time.Advance(Disposal.Grace);

        Assert.False(await disposing);
        Assert.Equal((LogLevel.Error, "h:slow is still ending, though its time is over, and is left behind"), Assert.Single(logger.Lines));
        never.SetResult();
    }

    private sealed class Ending(Func<Task> end) : IAsyncDisposable
    {
        public int Calls { get; private set; }

        public async ValueTask DisposeAsync()
        {
            Calls++;
            await end();
        }
    }
}
