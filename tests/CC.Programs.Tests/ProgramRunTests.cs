using System.Text;

namespace CC.Programs.Tests;

public sealed class ProgramRunTests
{
    private const string Shell = "/bin/sh";

    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProgramRunTests() => Assert.SkipUnless(File.Exists(Shell), $"{Shell} is missing");

    [Fact]
    public async Task A_program_reads_its_input_and_what_it_writes_is_read()
    {
        var end = await RunAsync("cat; echo no >&2; exit 7", input: "hello");

        Assert.Equal((7, false, "hello", "no\n"), (end.ExitCode, end.WasTold, output.ToString(), error.ToString()));
        Assert.Equal("ended with exit code 7", end.ToString());
    }

    [Fact]
    public async Task It_finds_in_its_environment_what_it_is_to_find_there()
    {
        var order = new ProgramOrder([Shell, "-c", "echo $CC_TEST_MARK"]) { Environment = new Dictionary<string, string> { ["CC_TEST_MARK"] = "a b" } };

        await ProgramRun.RunAsync(order, stream => ReadAsync(stream, output), stream => ReadAsync(stream, error), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("a b\n", output.ToString());
    }

    [Fact]
    public async Task One_that_does_not_read_its_input_is_no_error() => Assert.Equal(0, (await RunAsync("exit 0", input: new string('x', 1_000_000))).ExitCode);

    [Fact]
    public async Task One_that_a_signal_ends_has_vanished()
    {
        var end = await RunAsync("kill -TERM $$");

        Assert.Equal((143, true, "was killed by signal 15"), (end.ExitCode, end.HasVanished, end.ToString()));
    }

    [Fact]
    public async Task One_that_is_told_to_end_may_do_so_in_order()
    {
        using var told = new CancellationTokenSource();
        var running = RunAsync("trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.01; done", told.Token);
        await said.Task;

        await told.CancelAsync();
        var end = await running;

        Assert.Equal((5, true, "up\nbye\n"), (end.ExitCode, end.WasTold, output.ToString()));
    }

    [Fact]
    public async Task One_that_does_not_heed_it_is_killed_with_all_that_it_has_started()
    {
        using var told = new CancellationTokenSource();
        var running = RunAsync("trap '' TERM; sleep 1000 & echo $!; while :; do sleep 0.01; done", told.Token, TimeSpan.FromMilliseconds(50));
        await said.Task;

        await told.CancelAsync();
        var end = await running;

        Assert.Equal((137, true, false), (end.ExitCode, end.WasTold, end.HasVanished));
        await GoneAsync(output.ToString().Trim());
    }

    [Fact]
    public async Task What_a_program_leaves_behind_ends_with_it()
    {
        await RunAsync("sleep 1000 & echo $!");

        await GoneAsync(output.ToString().Trim());
    }

    [Fact]
    public async Task If_nobody_reads_any_more_it_is_ended()
    {
        var order = new ProgramOrder([Shell, "-c", "echo x; sleep 1000"]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ProgramRun.RunAsync(
            order, _ => throw new InvalidOperationException("on purpose"), stream => stream.CopyToAsync(Stream.Null), TimeProvider.System, CancellationToken.None));
    }

    [Theory]
    [InlineData("/nowhere/x")]
    [InlineData("no-such-program")]
    [InlineData("/etc/passwd")]
    [InlineData("/tmp")]
    public async Task What_is_no_program_is_told(string program)
    {
        var failure = await Assert.ThrowsAsync<FileNotFoundException>(() =>
            ProgramRun.RunAsync(new ProgramOrder([program]), _ => Task.CompletedTask, _ => Task.CompletedTask, TimeProvider.System, CancellationToken.None));

        Assert.Contains(program, failure.Message, StringComparison.Ordinal);
    }

    private static async Task GoneAsync(string process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal))
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private Task<ProgramEnd> RunAsync(string script, CancellationToken cancellationToken = default, TimeSpan? grace = null, string input = "") => ProgramRun.RunAsync(
        new ProgramOrder([Shell, "-c", script]) { Input = Encoding.UTF8.GetBytes(input), Grace = grace ?? TimeSpan.FromSeconds(30) },
        stream => ReadAsync(stream, output),
        stream => ReadAsync(stream, error),
        TimeProvider.System,
        cancellationToken);

    private async Task ReadAsync(Stream stream, StringBuilder into)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[1000];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            into.Append(buffer, 0, count);
            said.TrySetResult();
        }
    }
}
