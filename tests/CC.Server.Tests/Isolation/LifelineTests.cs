using System.IO.Pipes;
using System.Text;
using CC.Sdk.Testing;
using CC.Server.Isolation;

namespace CC.Server.Tests.Isolation;

public sealed class LifelineTests : IDisposable
{
    private readonly AnonymousPipeServerStream node = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream input;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lifeline lifeline;

    public LifelineTests()
    {
        input = new AnonymousPipeClientStream(PipeDirection.In, node.ClientSafePipeHandle);
        lifeline = new Lifeline(input, ended.SetResult);
    }

    public void Dispose()
    {
        node.Dispose();
        input.Dispose();
    }

    [Fact]
    public async Task Has_a_first_line_and_then_waits_for_the_end()
    {
        node.Write(Encoding.UTF8.GetBytes("do this\nand more\n"));

        Assert.Equal("do this", await lifeline.FirstLineAsync().WaitAsync(ServerProcess.Patience));
        Assert.False(lifeline.WhenCutAsync().IsCompleted);
        lifeline.Allow(TimeSpan.FromDays(1));
        node.Dispose();
        await lifeline.WhenCutAsync().WaitAsync(ServerProcess.Patience);
        Assert.False(ended.Task.IsCompleted);
    }

    [Fact]
    public async Task Whatever_still_runs_when_the_time_is_over_is_ended()
    {
        node.Dispose();

        Assert.Null(await lifeline.FirstLineAsync().WaitAsync(ServerProcess.Patience));
        await ended.Task.WaitAsync(ServerProcess.Patience);
    }
}
