using FsCheck;
using FsCheck.Fluent;

namespace CC.Files.Tests;

public sealed class ConfinedPathTests
{
    [Fact]
    public void No_text_leads_out_of_the_folder()
    {
        var hostile = Gen.Elements("..", ".", "", "a", "/", "//", "\\", "\0", "\n", "../", "/..", "b/../..", "…", "a b", "~", "folder-too");
        var texts = Gen.Select(Gen.ArrayOf(hostile), parts => string.Concat(parts)).ToArbitrary();

        Prop.ForAll(texts, text =>
                ConfinedPath.Below("/data/folder", text) is not { } path
                || (Path.GetFullPath(path) == path && path.StartsWith("/data/folder/", StringComparison.Ordinal) && path.Length > "/data/folder/".Length))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../folder-too/file")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\\b")]
    public void Names_that_are_none_are_refused(string relative) => Assert.Null(ConfinedPath.Below("/data/folder", relative));

    [Theory]
    [InlineData("a")]
    [InlineData("host/file name.log")]
    [InlineData("höst/файл.log")]
    [InlineData("...")]
    [InlineData("..a/b..")]
    public void Other_names_are_taken(string relative) => Assert.Equal($"/data/folder/{relative}", ConfinedPath.Below("/data/folder", relative));

    [Fact]
    public void Names_longer_than_a_file_system_takes_are_refused()
    {
        Assert.NotNull(ConfinedPath.Below("/data", new string('a', 255)));
        Assert.Null(ConfinedPath.Below("/data", new string('a', 256)));
        Assert.Null(ConfinedPath.Below("/data", new string('ü', 128)));
        Assert.Null(ConfinedPath.Below("/data", string.Join('/', Enumerable.Repeat(new string('a', 250), 20))));
    }

    [Fact]
    public void The_folder_may_be_relative() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "copies", "a"), ConfinedPath.Below("./copies", "a"));
}
