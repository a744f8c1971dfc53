using System.Text.Json;
using CC.Cli.CommandLine;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Tests.CommandLine;

public sealed class LostOutputTests
{
    [Theory]
    [InlineData("ping")]
    [InlineData("ping --json")]
    [InlineData("ping --help")]
    [InlineData("completion bash")]
    [InlineData("ping --json -t nan")]
    public async Task What_can_not_be_written_is_a_failure_that_is_told(string line)
    {
        var (code, error) = await RunAsync(new LostWriter(new IOException("No space left on device")), line);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("ccctl: the output can't be written: No space left on device; see where it leads, and if there is room\n", error);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("ping --json")]
    [InlineData("ping --help")]
    public async Task Who_reads_no_more_is_no_failure(string line)
    {
        var (code, error) = await RunAsync(new LostWriter(new OutputClosedException()), line);

        Assert.Equal((ExitCode.Ok, ""), (code, error));
    }

    [Fact]
    public async Task What_nobody_can_be_told_is_in_the_exit_code()
    {
        using var error = new LostWriter(new IOException("No space left on device"));
        using var output = new StringWriter();

        var code = await Frontend.RunAsync(["ping", "--json", "-t", "nan"], new Terminal(output, error, null, false), _ => null, []);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Equal("usage", JsonDocument.Parse(output.ToString()).RootElement.GetProperty("code").GetString());
    }

    private static async Task<(ExitCode Code, string Error)> RunAsync(LostWriter output, string line)
    {
        await using var node = await FakeNode.WithAsync(Samples.Ping, ControlJson.Default.PingReply);
        using var error = new StringWriter();
        var left = new List<IAsyncDisposable>();
        var code = await Frontend.RunAsync(line.Split(' '), new Terminal(output, error, null, false), variable => variable == "CC_ENDPOINT" ? node.Endpoint : null, left);
        foreach (var open in left)
        {
            await open.DisposeAsync();
        }

        return (code, error.ToString());
    }

    private sealed class LostWriter(IOException why) : StringWriter
    {
        public override void Write(char value) => throw why;

        public override void Write(string? value) => throw why;

        public override void WriteLine(string? value) => throw why;
    }
}
