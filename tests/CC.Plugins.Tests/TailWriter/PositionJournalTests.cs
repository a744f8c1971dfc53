using CC.Files;
using CC.Plugins.TailWriter;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TailWriter;

public sealed class PositionJournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    private string JournalPath => folder["state/positions"];

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_last_record_of_a_source_counts()
    {
        using (var journal = Open())
        {
            journal.Append([Record("a", next: 1), Record("b", next: 2)]);
            journal.Append([Record("a", next: 3)]);
        }

        using var again = Open();

        Assert.Equal((3, 2, 2), (Next(again, "a"), Next(again, "b"), again.Count));
    }

    [Fact]
    public void Only_one_at_a_time_has_it()
    {
        using var first = Open();

        Assert.Null(PositionJournal.TryOpen(JournalPath, flush: false, DiskFlusher.Instance, time));
    }

    [Fact]
    public void A_line_that_a_crash_has_cut_off_is_left_out_and_written_over()
    {
        using (var journal = Open())
        {
            journal.Append([Record("a", next: 1), Record("b", next: 2)]);
        }

        File.WriteAllBytes(JournalPath, File.ReadAllBytes(JournalPath)[..^10]);
        using (var torn = Open())
        {
            Assert.Equal((1, (long?)null), (Next(torn, "a"), Next(torn, "b")));
            torn.Append([Record("c", next: 3)]);
        }

        using var again = Open();

        Assert.Equal((1, 3, 2), (Next(again, "a"), Next(again, "c"), again.Count));
        Assert.All(File.ReadAllLines(JournalPath), line => Assert.EndsWith("}", line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("no journal at all\n")]
    [InlineData("0123456789ABCDEF {}\n")]
    public void What_is_no_record_is_left_out(string damage)
    {
        folder.Folder("state");
        File.WriteAllText(JournalPath, damage);
        using (var damaged = Open())
        {
            Assert.Equal(0, damaged.Count);
            damaged.Append([Record("a", next: 1)]);
        }

        using var again = Open();

        Assert.Equal((1, 1), (Next(again, "a"), again.Count));
    }

    [Fact]
    public void A_record_that_was_altered_is_left_out()
    {
        using (var journal = Open())
        {
            journal.Append([Record("a", next: 17)]);
        }

        File.WriteAllText(JournalPath, File.ReadAllText(JournalPath).Replace("\"next\":17", "\"next\":99", StringComparison.Ordinal));
        using var altered = Open();

        Assert.Equal(0, altered.Count);
    }

    [Fact]
    public void A_journal_that_can_not_be_opened_is_not_held()
    {
        folder.Folder("state/positions");
        Assert.ThrowsAny<Exception>(Open);
        Directory.Delete(JournalPath);

        using var journal = Open();

        Assert.Equal(0, journal.Count);
    }

    [Fact]
    public void Outdated_records_are_dropped_and_all_others_kept()
    {
        using (var journal = Open())
        {
            journal.Append([Record("kept", next: 5)]);
            time.Advance(TimeSpan.FromDays(400));
            WriteMuch(journal);
        }

        Assert.InRange(new FileInfo(JournalPath).Length, 1, 1024 * 1024);
        using var again = Open();

        Assert.Equal((5, 8000, 2), (Next(again, "kept"), Next(again, "busy"), again.Count));
    }

    [Fact]
    public void A_journal_that_can_not_be_written_anew_goes_on_growing()
    {
        using (var journal = Open())
        {
            folder.Folder("state/positions.new");
            WriteMuch(journal);
            Assert.True(new FileInfo(JournalPath).Length > 1024 * 1024);

            Directory.Delete(folder["state/positions.new"]);
            WriteMuch(journal);
        }

        using var again = Open();

        Assert.Equal(8000, Next(again, "busy"));
    }

    [Fact]
    public void What_several_threads_add_is_all_there()
    {
        using (var journal = Open())
        {
            Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => journal.Append([Record($"s{i}", next: i)]));
        }

        using var again = Open();

        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long?)i), Enumerable.Range(0, 200).Select(i => Next(again, $"s{i}")));
    }

    [Fact]
    public void What_a_target_had_is_told_once()
    {
        using (var journal = Open())
        {
            journal.Append([Record("a", next: 1) with { Target = "/t", Length = 7 }, Record("b", next: 1) with { Target = "/plain", Length = 7, Generation = null }]);
        }

        using var again = Open();

        Assert.Equal((7, null, null), (again.TakeUnverified("/t"), again.TakeUnverified("/t"), again.TakeUnverified("/plain")));
    }

    [Fact]
    public void The_newest_target_of_a_rotated_file_is_found()
    {
        using (var journal = Open())
        {
            journal.Append([Record("b", next: 1) with { Target = "/t.2026-01-02_00-00-00" }, Record("a", next: 1) with { Target = "/t.2026-01-01_00-00-00" }]);
        }

        using var again = Open();

        Assert.Equal("/t.2026-01-02_00-00-00", again.NewestOf("/t"));
    }

    [Fact]
    public void Room_is_made_by_forgetting_what_was_idle_for_a_day()
    {
        using var journal = Open();
        journal.Append([Record("old", next: 1) with { At = Now }]);
        time.Advance(TimeSpan.FromHours(30));
        journal.Append([Record("new", next: 1) with { At = Now }]);

        Assert.True(journal.TryMakeRoom());
        Assert.False(journal.TryMakeRoom());
        Assert.Equal((null, 1), (Next(journal, "old"), Next(journal, "new")));
    }

    private static long? Next(PositionJournal journal, string source) => journal.Find(Record(source, 0).Key)?.Next;

    private static PositionRecord Record(string source, long next) =>
        new() { Host = "web1", Filename = source, Generation = "a-0", Next = next, Target = $"/copies/{source}" };

    private PositionJournal Open() => PositionJournal.TryOpen(JournalPath, flush: false, DiskFlusher.Instance, time)!;

    /// <summary>More than fits before the journal is written anew.</summary>
    private void WriteMuch(PositionJournal journal)
    {
        for (var i = 1; i <= 8000; i++)
        {
            journal.Append([Record("busy", next: i) with { At = Now }]);
        }
    }
}
