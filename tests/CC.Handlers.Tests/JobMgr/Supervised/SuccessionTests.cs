using CC.Plugins.JobMgr.Supervised;
using CC.Sdk.Testing;
using CC.Supervision;

namespace CC.Handlers.Tests.JobMgr.Supervised;

/// <summary>Managers of the same jobs follow each other.</summary>
public sealed class SuccessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("state")]
    [InlineData("")]
    public async Task The_next_begins_when_the_one_before_has_ended(string file)
    {
        var (one, next) = (New("same", file), New("same", file));
        await one.TakeAsync(CancellationToken.None);

        var waiting = next.TakeAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        one.Release();
        one.Release(); // A second time is nothing.

        await waiting.WaitAsync(ServerProcess.Patience);
        var third = New("same", file).TakeAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);
        next.Release();
        await third.WaitAsync(ServerProcess.Patience);
    }

    [Fact]
    public async Task One_that_is_not_needed_any_more_stops_waiting()
    {
        var (one, next) = (New("same", "state"), New("same", "state"));
        await one.TakeAsync(CancellationToken.None);
        using var over = new CancellationTokenSource();
        var waiting = next.TakeAsync(over.Token);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(ServerProcess.Patience));
        next.Release();
        Assert.False(New("same", "state").TakeAsync(CancellationToken.None).IsCompleted);
        one.Release();
    }

    [Fact]
    public async Task Another_manager_is_refused_the_file_until_it_is_free()
    {
        var (one, other) = (New("one", "state"), New("other", "state"));
        await one.TakeAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<SupervisorException>(() => other.TakeAsync(CancellationToken.None));

        Assert.Contains("give each jobmgr a file of its own", refused.Message, StringComparison.Ordinal);
        one.Release();
        await other.TakeAsync(CancellationToken.None);
        other.Release();
    }

    private Succession New(string supervisor, string file) => new($"{folder["x"]}/{supervisor}", file.Length > 0 ? folder[file] : "");
}
