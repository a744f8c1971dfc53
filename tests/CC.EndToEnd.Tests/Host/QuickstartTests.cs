using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class QuickstartTests : HostTest
{
    [Fact]
    public async Task Without_a_configuration_a_log_file_is_carried_before_your_eyes()
    {
        var environment = new Dictionary<string, string> { ["TMPDIR"] = Folder.Path };
        await using var server = ServerProcess.Launch(environment, "--set", "cc-socket=tcp://127.0.0.1:*");

        await server.WaitForLineAsync("A CC node runs on tcp://127.0.0.1:");
        await server.WaitForLineAsync("carried: ");
        var source = Assert.Single(Directory.GetFiles(Folder.Path, "demo.log", SearchOption.AllDirectories), path => path.Contains("source", StringComparison.Ordinal));
        await File.AppendAllTextAsync(source, "hello\n");
        await server.WaitForLineAsync("carried: hello");

        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_second_one_is_told_of_the_first()
    {
        var environment = new Dictionary<string, string> { ["TMPDIR"] = Folder.Path };
        await using var first = ServerProcess.Launch(environment, "--set", "cc-socket=tcp://127.0.0.1:*");
        await first.WaitForLineAsync("A CC node runs on ");
        await using var second = ServerProcess.Launch(environment, "--set", "cc-socket=tcp://127.0.0.1:*");

        Assert.Equal(1, await second.WaitForExitAsync());
        await second.WaitForLineAsync($"another process running: {first.Id}");
    }
}
