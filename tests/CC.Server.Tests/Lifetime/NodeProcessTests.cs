using System.Diagnostics;
using CC.Sdk.Testing;
using CC.Server.CommandLine;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Lifetime;
using CC.Server.Tests.Configuration;

namespace CC.Server.Tests.Lifetime;

/// <summary>What keeps a node from starting; a node that starts is a matter for a process of its own.</summary>
public sealed class NodeProcessTests : IDisposable
{
    private static readonly ServerArguments Arguments =
        new(ServerAction.Run, "cc.ini", Verbosity.Quiet, InBackground: false, Announce: false, new Dictionary<string, string>());

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_living_process_in_the_pid_file_keeps_it_from_starting()
    {
        using var other = Process.Start("sleep", "1000");
        var path = folder.File("cc.pid", $"{other.Id}");

        var code = await Node($"pidfile = {path}").RunAsync();
        other.Kill();
        await other.WaitForExitAsync();

        Assert.Equal(ExitCode.Unexpected, code);
        Assert.Equal($"{other.Id}", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("logfile")]
    [InlineData("pidfile")]
    public async Task A_file_that_can_not_be_written_is_an_error_of_the_configuration(string option)
    {
        var path = Path.Combine(folder.File("file", ""), "below.a.file");

        var invalid = await Assert.ThrowsAsync<ConfigurationException>(() => Node($"{option} = {path}").RunAsync());

        var error = Assert.Single(invalid.Errors).ToString();
        Assert.StartsWith($"cc.ini: [ccserver] {option} = {path}: can't be written: ", error, StringComparison.Ordinal);
        Assert.EndsWith("; name a file in a folder that this user may write to", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_configuration_is_told_before_anything_is_written()
    {
        await Assert.ThrowsAsync<ConfigurationException>(() => Node($"logfile = {folder["cc.log"]}\npidfile = {folder["cc.pid"]}\nnonsense = 1").RunAsync());

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static NodeProcess Node(string lines) => new(Arguments, Configurations.Source($"{Configurations.Main}{lines}"));
}
