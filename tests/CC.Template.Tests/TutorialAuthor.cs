using System.Diagnostics;

namespace CC.Template.Tests;

/// <summary>Somebody who does what a tutorial says, block by block.</summary>
internal sealed class TutorialAuthor(PackageFeed feed) : IAsyncDisposable
{
    private NewPlugin? plugin;
    private DevelopmentLoop? loop;
    private string question = "";
    private string endpoint = "";

    /// <summary>Questions that were answered as the tutorial says.</summary>
    public int Answers { get; private set; }

    private NewPlugin Plugin => plugin ?? throw new InvalidOperationException("The tutorial uses the plugin before it makes it.");

    public async Task FollowAsync(TutorialBlock block)
    {
        switch (block.Language)
        {
            case "sh" when block.Is("setup"):
                break;
            case "sh" when block.Is("background"):
                Assert.Equal($"dotnet run --project {Plugin.Name}", block.Code);
                loop = Plugin.Start("--set", "cc-socket=tcp://127.0.0.1:0");
                endpoint = await loop.EndpointAsync();
                break;
            case "sh" when block.Is("ask"):
                question = block.Code;
                break;
            case "sh":
                await RunAsync(block.Code.Split('\n'));
                break;
            case "json":
                await AskUntilAsync(block.Code);
                Answers++;
                break;
            case var _ when block.Is("change"):
                Change(block);
                break;
            default:
                Assert.Contains(block.Code, await File.ReadAllTextAsync(Plugin.At(block.File)));
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (loop is not null)
        {
            await loop.DisposeAsync();
        }
    }

    private async Task RunAsync(string[] commands)
    {
        foreach (var words in commands.Select(command => command.Split(' ')))
        {
            switch (words)
            {
                case ["dotnet", "new", "cc-plugin", "-n", var name, "--kind", var kind]:
                    plugin = await feed.CreateAsync(name, kind);
                    break;
                case ["cd", var folder]:
                    Assert.Equal(Path.GetFileName(Plugin.Folder), folder);
                    break;
                case ["dotnet", .. var arguments]:
                    await Plugin.RunAsync(arguments);
                    break;
                default:
                    Assert.Fail($"The tutorial has a command that is not tested: {string.Join(' ', words)}");
                    break;
            }
        }
    }

    /// <summary>The server takes a moment to take up a build.</summary>
    private async Task AskUntilAsync(string expected)
    {
        var patience = Stopwatch.StartNew();
        string answer;
        do
        {
            (_, answer) = await Shell.RunAsync(question, endpoint);
        }
        while (!answer.StartsWith(expected, StringComparison.Ordinal) && patience.Elapsed < Sdk.Testing.ServerProcess.Patience);

        Assert.StartsWith(expected, answer, StringComparison.Ordinal);
    }

    /// <summary>The line that begins as this one does, up to the value, becomes this one.</summary>
    private void Change(TutorialBlock block)
    {
        var file = Plugin.At(block.File);
        var beginning = block.Code[..(block.Code.IndexOf('=', StringComparison.Ordinal) + 1)];
        var lines = File.ReadAllLines(file);
        var changed = Array.FindIndex(lines, line => line.StartsWith(beginning, StringComparison.Ordinal));
        Assert.True(changed >= 0, $"{block.File} has no line that begins with '{beginning}'");
        lines[changed] = block.Code;
        File.WriteAllLines(file, lines);
    }
}
