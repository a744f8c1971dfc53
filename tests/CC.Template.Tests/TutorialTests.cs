using CC.Sdk.Testing;

namespace CC.Template.Tests;

/// <summary>Follows docs/tutorial.md to the letter, but for the port, and for what <see cref="PackageFeed"/> has done once for all.</summary>
public sealed class TutorialTests(PackageFeed feed, ITestOutputHelper output)
{
    [Fact]
    public async Task Works_as_it_is_written()
    {
        await using var author = new TutorialAuthor(feed);

        foreach (var block in Blocks())
        {
            output.WriteLine($"{block.Language} {string.Join(' ', block.Words)}");
            await author.FollowAsync(block);
        }

        Assert.Equal(2, author.Answers);
    }

    [Fact]
    public void Shows_the_template_s_own_code_in_the_package_s_explanation_as_well()
    {
        var handler = Blocks().First(block => block is { Language: "csharp", File: "Weather/WeatherHandler.cs" });

        Assert.Contains(handler.Code, File.ReadAllText(RepositoryFolder.At("sdk/CC.Sdk/README.md")));
    }

    private static IEnumerable<TutorialBlock> Blocks() => TutorialBlock.In(File.ReadAllText(RepositoryFolder.At("docs/tutorial.md")));
}
