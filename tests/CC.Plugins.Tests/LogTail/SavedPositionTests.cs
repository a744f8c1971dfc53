using CC.Files;
using CC.Plugins.LogTail;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.LogTail;

public sealed class SavedPositionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static SavedPosition Some => new(
        [
            new SavedFlow
            {
                Name = "/var/log/ü.log",
                Identity = new FileIdentity(1, 2, 3),
                Holder = new FileIdentity(1, 4, 5),
                Generation = "3-1",
                Begun = 6,
                Start = 7,
                Acked = 8,
                Sent = new Mark(9, "AB"),
                Head = new Mark(256, "CD"),
                End = 10,
                BeforeAcked = "EF",
            },
        ],
        Receiver.Acknowledges);

    private string SaveFile => folder["state/logtail.save"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_saved_is_read_again()
    {
        Some.Save(SaveFile);

        var read = SavedPosition.Load(SaveFile)!;

        Assert.Equal(Some.Flows, read.Flows);
        Assert.Equal((Receiver.Acknowledges, false), (read.Receiver, read.IsFirstStart));
    }

    [Fact]
    public void Without_a_file_it_is_the_first_start()
    {
        Assert.True(SavedPosition.Load(folder["missing"])!.IsFirstStart);
        Assert.True(SavedPosition.Load(folder["missing/too"])!.IsFirstStart);
    }

    [Fact]
    public void A_file_that_can_not_be_read_is_no_first_start() => Assert.ThrowsAny<Exception>(() => SavedPosition.Load(folder.Folder("state")));

    [Fact]
    public void Whatever_part_of_it_is_missing_or_altered_it_counts_as_damaged()
    {
        var text = Some.Text();
        Assert.NotNull(SavedPosition.Parse(text));

        for (var i = 0; i < text.Length; i++)
        {
            Assert.Null(SavedPosition.Parse(text[..i]));
            Assert.Null(SavedPosition.Parse(text.Remove(i, 1).Insert(i, text[i] == '0' ? "1" : "0")));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("nonsense")]
    [InlineData("x\t/var/log/app.log")]
    [InlineData("-5\t/var/log/app.log")]
    [InlineData("5\t")]
    public void Other_texts_are_damaged(string text) => Assert.Null(SavedPosition.Load(folder.File("save", text)));

    [Theory]
    [InlineData("1234\t/var/log/app.log")]
    [InlineData("1234\t/var/log/app.log\n")]
    public void The_line_of_the_original_is_understood(string line)
    {
        var flow = Assert.Single(SavedPosition.Load(folder.File("save", line))!.Flows);

        Assert.Equal(("/var/log/app.log", 1234, 1234, ""), (flow.Name, flow.Acked, flow.Sent.Offset, flow.Generation));
    }

    [Fact]
    public void Of_one_that_is_damaged_the_one_saved_before_is_left()
    {
        Some.Save(SaveFile);
        (Some with { Flows = [] }).Save(SaveFile);
        Assert.Empty(SavedPosition.Load(SaveFile)!.Flows);

        File.WriteAllText(SaveFile, "damaged");

        var read = SavedPosition.Load(SaveFile)!;
        Assert.True(read.IsPrevious);
        Assert.Equal(Some.Flows, read.Flows);
    }

    [Fact]
    public void One_that_was_just_being_replaced_is_found()
    {
        Some.Save(SaveFile);
        File.Copy(SaveFile, $"{SaveFile}.old");
        File.Move(SaveFile, $"{SaveFile}.new");

        Assert.Equal(Some.Flows, SavedPosition.Load(SaveFile)!.Flows);
    }

    [Fact]
    public void One_that_was_deleted_makes_a_first_start_whatever_was_saved_before()
    {
        Some.Save(SaveFile);
        Some.Save(SaveFile);

        File.Delete(SaveFile);

        Assert.True(SavedPosition.Load(SaveFile)!.IsFirstStart);
    }

    [Fact]
    public void A_position_that_can_not_be_saved_leaves_the_one_before()
    {
        Some.Save(SaveFile);
        folder.Folder("state/logtail.save.new");

        Assert.ThrowsAny<Exception>(() => (Some with { Flows = [] }).Save(SaveFile));

        Assert.Single(SavedPosition.Load(SaveFile)!.Flows);
    }
}
