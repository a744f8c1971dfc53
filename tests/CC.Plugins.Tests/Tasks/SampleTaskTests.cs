using CC.Plugins.Tasks.Sample;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.Tasks;

public sealed class SampleTaskTests
{
    private readonly ManualTime time = new();
    private readonly FakeTaskFeedback feedback = new();

    [Theory]
    [InlineData("test")]
    [InlineData("crash-launch")]
    public async Task Counts_to_three_a_second_each(string cmd)
    {
        var running = new SampleTask(time).RunAsync(Requests.Of("cc.task.sample", ("cmd", cmd)), feedback, CancellationToken.None);

        for (var second = 0; second < 3; second++)
        {
            Assert.Equal(second + 1, feedback.Told.Count);
            time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => feedback.Told.Count > second + 1 || running.IsCompleted, () => "it does not go on");
        }

        await running;
        Assert.Equal(["""{"i":0}""", """{"i":1}""", """{"i":2}"""], feedback.Told.Select(told => told.Json));
    }

    [Fact]
    public async Task Fails_if_it_is_to() =>
        await Assert.ThrowsAsync<TaskFailedException>(() => new SampleTask(time).RunAsync(Requests.Of("cc.task.sample", ("cmd", "crash-run")), feedback, CancellationToken.None));

    [Fact]
    public async Task The_other_one_tells_for_five_seconds_how_long_it_has_taken()
    {
        var running = new SampleAsyncTask(time).RunAsync(Requests.Of("cc.task.sample_async"), feedback, CancellationToken.None);

        for (var second = 1; second <= 5; second++)
        {
            await Eventually.TrueAsync(() => time.Waiting.Count > 0, () => "it does not wait");
            time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => feedback.Told.Count == second, () => "it tells nothing");
        }

        await running;
        Assert.Equal("""{"elapsed_delta":1,"elapsed_total":5}""", feedback.Told.Last().Json);
    }
}
