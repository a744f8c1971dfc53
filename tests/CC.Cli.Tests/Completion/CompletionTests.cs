using System.Diagnostics;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ccctl pl", "plugins")]
    [InlineData("ccctl -e tcp://127.0.0.1:1 p", "ping ps publish plugins")]
    [InlineData("ccctl plugins re", "reload release")]
    [InlineData("ccctl plugins sign --c", "--cert --chain --config")]
    [InlineData("ccctl events --fo", "--follow")]
    [InlineData("ccctl completion b", "bash")]
    [InlineData("ccctl plugins reload E", "Echo")]
    [InlineData("ccctl -e tcp://127.0.0.1:23911 plugins reload ", "Echo Proxy --help -h -? --endpoint -e --config -c --timeout -t --json --keystore --sign --verify-ca")]
    [InlineData("ccctl plugins info -e tcp://127.0.0.1:23911 E", "Echo")]
    [InlineData("ccctl plugins info --endpoint=tcp://127.0.0.1:23911 E", "Echo")]
    [InlineData("ccctl plugins  info -e tcp://[::1]:23911 P", "Proxy")]
    [InlineData("ccctl plugins info -e tcp://127", "")]
    [InlineData("ccctl -e tcp://127.0.0.1:23911 unload E", "Echo")]
    [InlineData("ccctl ps scale P", "Proxy")]
    [InlineData("ccctl ps kill P", "Proxy")]
    [InlineData("ccctl recv --session E", "")]
    [InlineData("ccctl dev start E", "")]
    [InlineData("ccctl jobs import --format p", "pm2 process-compose")]
    [InlineData("ccctl top --sort re", "restarts")]
    [InlineData("ccctl jobs import --session s t", "there")]
    [InlineData("ccctl plugins info -e ", "")]
    [InlineData("ccctl plugins info --timeout=", "")]
    [InlineData("ccctl plugins sign --key=/etc/os-rel", "/etc/os-release")]
    [InlineData("ccctl plugins sign --key=", "colon:one there")]
    [InlineData("ccctl plugins sign colon:o", "one")]
    [InlineData("ccctl plugins sign --key colon:", "one")]
    public async Task Bash_completes_commands_options_and_plugins(string line, string expected)
    {
        var bash = (await Ctl.RunAsync("completion", "bash")).Output;

        // A tool that stands for this one, and answers as a node with two plugins would have it answer.
        var files = folder.Folder("files");
        await File.WriteAllTextAsync(Path.Combine(files, "colon:one"), "");
        await File.WriteAllTextAsync(Path.Combine(files, "there"), "");
        var script = folder.File("try.sh", $$"""
            ccctl() ( printf '%s\n' "$*" > {{folder["asked"]}}; printf 'NAME  STATE\nEcho  active\nProxy  active\n'; [ "$1" = ps ] && printf '\nPROCESS\nEcho.1\n' )
            {{bash}}
            cd {{files}}
            {{Words(line)}}
            _ccctl
            echo "${COMPREPLY[@]}"
            """);

        var completed = await RunAsync("bash", script);

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), completed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
        if (line.Contains("23911", StringComparison.Ordinal))
        {
            var endpoint = line.Split(' ', '=').Single(word => word.EndsWith(":23911", StringComparison.Ordinal));
            Assert.Matches($"^(plugins list|ps) --?e(ndpoint)?[ =]{System.Text.RegularExpressions.Regex.Escape(endpoint)}\n$", await File.ReadAllTextAsync(folder["asked"]));
        }
    }

    /// <summary>What bash itself would make of a line: it takes words apart at <c>:</c> and <c>=</c>, several of which that follow each other are a word of their own.</summary>
    private static string Words(string line)
    {
        var words = System.Text.RegularExpressions.Regex.Matches(line, "[:=]+|[^:= ]+").Select(match => match.Value).Concat(line.EndsWith(' ') ? [""] : Array.Empty<string>()).ToArray();
        return $"""
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}) COMP_CWORD={words.Length - 1}
            """;
    }

    [Fact]
    public async Task Zsh_is_given_the_same_through_its_adaptor()
    {
        var bash = (await Ctl.RunAsync("completion", "bash")).Output;
        var zsh = (await Ctl.RunAsync("completion", "zsh")).Output;

        Assert.Contains("bashcompinit", zsh);
        Assert.EndsWith(bash, zsh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_plugins_are_asked_of_the_node_that_the_line_names()
    {
        var bash = (await Ctl.RunAsync("completion", "bash")).Output;

        Assert.Contains("ccctl plugins list$node", bash);
        await using var node = await FakeNode.WithAsync(Samples.Plugins, ControlJson.Default.PluginList);
        var listed = await Ctl.RunAsync("plugins", "list", "-e", node.Endpoint);
        Assert.Equal(["Echo", "TailWriter", "Weather"], listed.Lines.Skip(1).Select(line => line.Split(' ')[0]));
    }

    private static async Task<string> RunAsync(string shell, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, script) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }
}
