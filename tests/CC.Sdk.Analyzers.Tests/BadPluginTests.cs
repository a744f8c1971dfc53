using CC.Sdk.Testing;

namespace CC.Sdk.Analyzers.Tests;

/// <summary>The plugins that a running server is shown to report as pinned: their author is told before.</summary>
public sealed class BadPluginTests
{
    [Theory]
    [InlineData("ReflectsJson", "CC0001 JsonSerializer.SerializeToUtf8Bytes(new Answer(\"reply\", \"reflected\"))")]
    [InlineData("LeaksEvent", "CC0002 AppDomain.CurrentDomain.ProcessExit += Leaving")]
    [InlineData("LeaksThread", "CC0003 new Thread(Watch) { IsBackground = true }")]
    public async Task What_stays_in_memory_is_found(string plugin, string expected)
    {
        var found = await Snippet.FindAsync(await SourceAsync(plugin));

        Assert.Equal([expected], found);
    }

    [Fact]
    public async Task A_good_plugin_is_left_alone()
    {
        Assert.Empty(await Snippet.FindAsync(await SourceAsync("Good")));
    }

    private static Task<string> SourceAsync(string plugin) => File.ReadAllTextAsync(RepositoryFolder.At($"tests/apps/bad/{plugin}.cs"));
}
