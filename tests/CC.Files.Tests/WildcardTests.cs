using CC.Sdk.Testing;

namespace CC.Files.Tests;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("*.log", "app.log", true)]
    [InlineData("*.log", "app.log.1", false)]
    [InlineData("*.log", ".hidden.log", false)]
    [InlineData(".*.log", ".hidden.log", true)]
    [InlineData("app-?.log", "app-1.log", true)]
    [InlineData("app-?.log", "app-10.log", false)]
    [InlineData("app-[0-9].log", "app-7.log", true)]
    [InlineData("app-[!0-9].log", "app-7.log", false)]
    [InlineData("app-[!0-9].log", "app-x.log", true)]
    [InlineData("app-[]x].log", "app-].log", true)]
    [InlineData("app-[.log", "app-[.log", true)]
    [InlineData("app-[^a].log", "app-^.log", true)]
    [InlineData("a+(b).log", "a+(b).log", true)]
    [InlineData("*", "ü b\nc", true)]
    [InlineData("APP*", "app", false)]
    public void Names_match_as_in_a_shell(string pattern, string name, bool matches) => Assert.Equal(matches, new Wildcard(pattern).IsMatch(name));

    [Theory]
    [InlineData("[z-a]")]
    [InlineData("[a-]")]
    [InlineData("[]")]
    [InlineData("[!]")]
    [InlineData("[[:alpha:]]")]
    [InlineData("[a&&b]")]
    [InlineData("[a-[b]]")]
    public void Every_text_is_a_pattern(string pattern) => new Wildcard(pattern).IsMatch("a");

    [Fact]
    public void Finds_files_in_ordinal_order_and_no_folders()
    {
        using var folder = new TemporaryFolder();
        folder.File("b.log", "");
        folder.File("B.log", "");
        folder.File("a.log", "");
        folder.File("a.txt", "");
        folder.Folder("c.log");

        Assert.Equal(["B.log", "a.log", "b.log"], new Wildcard("*.log").Find(folder.Path));
        Assert.Empty(new Wildcard("*.log").Find(folder["missing"]));
    }
}
