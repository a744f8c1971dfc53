using CC.Sdk.Testing;
using CC.Server.Administration;

namespace CC.Server.Tests.Administration;

public sealed class FileDigestsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Names_what_is_changed_missing_new_and_unreadable()
    {
        var loaded = new Dictionary<string, string> { ["same"] = "1", ["written"] = "1", ["gone"] = "1", ["locked"] = "1" };
        var disk = new Dictionary<string, string> { ["same"] = "1", ["written"] = "2", ["come"] = "3", ["locked"] = FileDigests.Unreadable };

        var differences = FileDigests.Differences(loaded, disk);

        Assert.Equal([("come", "new"), ("gone", "missing"), ("locked", "unreadable"), ("written", "changed")], differences);
    }

    [Fact]
    public void Files_in_folders_below_count()
    {
        Directory.CreateDirectory(folder["runtimes"]);
        folder.File(Path.Combine("runtimes", "lib.so"), "a");

        var digest = Assert.Single(FileDigests.Of(folder["."]));

        Assert.Equal((Path.Combine("runtimes", "lib.so"), "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"), (digest.Key, digest.Value));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_none() => Assert.Empty(FileDigests.Of(folder["nowhere"]));
}
