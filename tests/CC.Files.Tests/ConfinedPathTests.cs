using CC.Sdk.Testing;
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

    [Theory]
    [InlineData("./info/one", "info/one")]
    [InlineData("/a//b/./c", "a/b/c")]
    [InlineData("/tmp/../etc/x", "etc/x")]
    [InlineData("a/b/../../c/.", "c")]
    [InlineData("../a", "../a")]
    [InlineData("a/../../../b", "../../b")]
    [InlineData("...", "...")]
    [InlineData("a/..", "")]
    public void A_path_is_normalised_as_far_as_that_is_possible(string path, string normalised) => Assert.Equal(normalised, ConfinedPath.Normalise(path));

    [Fact]
    public void Names_longer_than_a_file_system_takes_are_refused()
    {
        Assert.NotNull(ConfinedPath.Below("/data", new string('a', 255)));
        Assert.Null(ConfinedPath.Below("/data", new string('a', 256)));
        Assert.Null(ConfinedPath.Below("/data", new string('ü', 128)));
        Assert.Null(ConfinedPath.Below("/data", string.Join('/', Enumerable.Repeat(new string('a', 250), 20))));
    }

    [Fact]
    public void Links_must_not_lead_out_of_the_folder()
    {
        using var temporary = new TemporaryFolder();
        var (inside, outside) = (temporary.Folder("inside"), temporary.Folder("inside-too"));
        temporary.Folder("inside/a");
        temporary.File("inside-too/file", "");
        File.CreateSymbolicLink(temporary["inside/out"], outside);
        File.CreateSymbolicLink(temporary["inside/file"], temporary["inside-too/file"]);
        File.CreateSymbolicLink(temporary["inside/nowhere"], temporary["inside-too/missing"]);
        File.CreateSymbolicLink(temporary["inside/relative"], "a/../../inside-too");
        File.CreateSymbolicLink(temporary["inside/itself"], temporary["inside/itself"]);
        File.CreateSymbolicLink(temporary["inside/within"], temporary["inside/a"]);
        File.CreateSymbolicLink(temporary["link"], inside);

        Assert.All(["out", "out/a", "out/a/b", "file", "nowhere", "nowhere/a", "relative/a", "itself"], name => Assert.True(ConfinedPath.LeadsOut(inside, $"{inside}/{name}")));
        Assert.All(["a", "a/b", "new/folder/file", "within/file"], name => Assert.False(ConfinedPath.LeadsOut(inside, $"{inside}/{name}")));
        Assert.False(ConfinedPath.LeadsOut(temporary["link"], temporary["link/a"]));
        Assert.False(ConfinedPath.LeadsOut(temporary["missing"], temporary["missing/a"]));
    }

    [Fact]
    public void The_folder_may_be_relative() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "copies", "a"), ConfinedPath.Below("./copies", "a"));
}
