using System.Diagnostics;
using CC.Sdk.Testing;
using CC.Server.CommandLine;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Lifetime;

namespace CC.Server.Tests.Lifetime;

public sealed class RunningNodeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ServerAction.Reload, "HUP")]
    [InlineData(ServerAction.Stop, "INT")]
    [InlineData(ServerAction.Kill, "TERM")]
    internal async Task Sends_the_signal_that_the_option_stands_for(ServerAction action, string signal)
    {
        const string Script = "for s in HUP INT TERM; do trap \"echo $s; exit\" $s; done; echo ready; while :; do sleep 0.05; done";
        using var process = Process.Start(new ProcessStartInfo(AsServer("/bin/sh"), ["-c", Script]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        folder.File("cc.pid", $"{process.Id}");

        Assert.Equal(ExitCode.Ok, RunningNode.Send(Arguments(action)));

        Assert.Equal(signal, await process.StandardOutput.ReadLineAsync());
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task A_process_that_is_no_server_is_left_alone_since_the_file_is_stale()
    {
        using var other = Process.Start("sleep", "1000");
        folder.File("cc.pid", $"{other.Id}");

        var (code, said) = Send(ServerAction.Kill);

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains($"it is stale, process {other.Id} is no ccserver; remove it", said);
        Assert.False(other.HasExited);
        other.Kill();
        await other.WaitForExitAsync();
    }

    [Fact]
    public void Nobody_to_send_it_to_is_no_failure() => Assert.Equal(ExitCode.Ok, RunningNode.Send(Arguments(ServerAction.Stop)));

    [Fact]
    public void Needs_to_know_which_node()
    {
        var invalid = Assert.Throws<ConfigurationException>(() => RunningNode.Send(Arguments(ServerAction.Stop) with { ConfigurationFile = null }));

        Assert.Equal("the command line: names no configuration, which this needs: ccserver OPTION INI", Assert.Single(invalid.Errors).ToString());
    }

    /// <summary>A program that looks like a server from outside.</summary>
    private string AsServer(string program) => File.CreateSymbolicLink(folder["ccserver"], program).FullName;

    private (ExitCode Code, string Said) Send(ServerAction action)
    {
        var console = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            return (RunningNode.Send(Arguments(action)), said.ToString());
        }
        finally
        {
            Console.SetError(console);
        }
    }

    private ServerArguments Arguments(ServerAction action)
    {
        var file = folder.File("cc.ini", $"[ccserver]\npidfile = {folder["cc.pid"]}\n");
        return new ServerArguments(action, file, Verbosity.Normal, InBackground: false, Announce: false, new Dictionary<string, string>());
    }
}
