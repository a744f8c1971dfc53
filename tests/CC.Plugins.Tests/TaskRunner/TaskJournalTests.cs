using System.Text.Json;
using CC.Plugins.TaskRunner;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.TaskRunner;

public sealed class TaskJournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder["a.tasks"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_last_record_of_a_task_counts()
    {
        Write(Line("1"), Line("2"), new JournalLine(Record("1") with { Status = "finished", Ended = 5, Feedback = JsonDocument.Parse("""{"a":1}""").RootElement }), new JournalLine(Taken: "1"));

        using var journal = Open();

        Assert.Equal(["1 finished True", "2 starting False"], journal.Found.Select(task => $"{task.Id} {task.Status} {task.IsTaken}").Order());
        Assert.Equal("""{"a":1}""", journal.Found.Single(task => task.Id == "1").Feedback!.Value.GetRawText());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(40)]
    public void A_last_record_that_a_crash_has_cut_off_is_as_if_it_had_not_been_written_and_the_next_one_goes_in_its_place(int cut)
    {
        Write(Line("1"), Line("2"));
        using (var file = File.OpenWrite(Path))
        {
            file.SetLength(file.Length - cut);
        }

        Write(Line("3"));
        using var journal = Open();

        Assert.Equal(["1", "3"], journal.Found.Select(task => task.Id).Order());
    }

    [Fact]
    public void One_runner_at_a_time_has_it()
    {
        using var one = Open();

        Assert.Null(TaskJournal.TryOpen(Path, flush: false));
    }

    [Fact]
    public void A_file_that_has_grown_is_written_anew_with_what_is_remembered()
    {
        var large = JsonDocument.Parse($"{{\"a\":\"{new string('x', 30_000)}\"}}").RootElement;
        using (var journal = Open())
        {
            for (var count = 0; count < 60; count++)
            {
                journal.Append([new JournalLine(Record($"{count}") with { Feedback = large })], () => [Record("kept")]);
            }
        }

        Assert.InRange(new FileInfo(Path).Length, 1, 1024 * 1024);
        using var again = Open();
        Assert.Contains(again.Found, task => task.Id == "kept");
    }

    private static TaskRecord Record(string id) => new(id, id, "cc.task.one", 1);

    private static JournalLine Line(string id) => new(Record(id));

    private TaskJournal Open() => TaskJournal.TryOpen(Path, flush: true)!;

    private void Write(params JournalLine[] lines)
    {
        using var journal = Open();
        journal.Append(lines, () => []);
    }
}
