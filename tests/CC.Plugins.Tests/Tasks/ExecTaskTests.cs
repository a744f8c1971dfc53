using System.Text;
using System.Text.Json;
using CC.Plugins.Tasks.Exec;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.Tasks;

public sealed class ExecTaskTests
{
    private const string Shell = "/bin/sh";

    private readonly FakeTaskFeedback feedback = new();
    private readonly FakeMetrics metrics = new();

    public ExecTaskTests() => Assert.SkipUnless(File.Exists(Shell), $"{Shell} is missing");

    [Fact]
    public async Task What_a_command_writes_is_passed_on_and_its_exit_code_told()
    {
        await RunAsync("a: /bin/sh -c 'echo $0; echo no >&2' {p}", "it's; $HOME");

        Assert.Equal("it's; $HOME\n", Written("stdout"));
        Assert.Equal("no\n", Written("stderr"));
        Assert.Equal("""{"rc":0,"octets":15,"left_out":0}""", feedback.Result);
    }

    [Fact]
    public async Task Another_exit_code_is_a_failure()
    {
        var failed = await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync("a: /bin/sh -c 'exit 3'"));

        Assert.Equal(("a ended with exit code 3", false), (failed.Message, failed.HasVanished));
        Assert.StartsWith("""{"rc":3,""", feedback.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_killed_has_vanished() =>
        Assert.True((await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync("a: /bin/sh -c 'kill -9 $$'"))).HasVanished);

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure() =>
        Assert.Contains("can't be run", (await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync("a: /nowhere/x"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_not_in_the_list_is_refused() =>
        Assert.Equal(
            "cmd = b is not allowed; there are: a",
            (await Assert.ThrowsAsync<TaskRefusedException>(() => Task("a: /bin/true").RunAsync(Requests.Of("s", ("cmd", "b")), feedback, CancellationToken.None))).Message);

    [Fact]
    public async Task More_than_may_be_passed_on_is_left_out_and_counted()
    {
        await RunAsync("a: /bin/sh -c 'printf 0123456789'\nmax-output = 4");

        Assert.Equal("0123", Written("stdout"));
        Assert.Equal("""{"rc":0,"octets":4,"left_out":6}""", feedback.Result);
    }

    [Fact]
    public async Task A_cancelled_command_ends_with_all_that_it_has_started()
    {
        using var cancelled = new CancellationTokenSource();
        var running = Task("a: /bin/sh -c 'sleep 1000 & echo $!; wait'").RunAsync(Requests.Of("s", ("cmd", "a")), feedback, cancelled.Token);
        await Eventually.TrueAsync(() => !feedback.Told.IsEmpty, () => "it does not start");
        var child = Written("stdout").Trim();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{child}"), () => $"process {child} goes on");
    }

    private static ExecTask Task(string allow, FakeMetrics metrics) => new(OptionsOf.Section<ExecOptions>($"allow =\n  {allow}"), metrics, TimeProvider.System);

    private ExecTask Task(string allow) => Task(allow, metrics);

    private Task RunAsync(string allow, string parameter = "") => Task(allow).RunAsync(Requests.Of("s", ("cmd", "a"), ("p", parameter)), feedback, CancellationToken.None);

    private string Written(string stream) => string.Concat(feedback.Told
        .Select(told => JsonDocument.Parse(told.Json).RootElement)
        .Where(told => told.GetProperty("stream").GetString() == stream)
        .Select(told => Encoding.UTF8.GetString(Convert.FromBase64String(told.GetProperty("out").GetString()!))));
}
