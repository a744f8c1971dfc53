using CC.Sdk.Testing;

namespace CC.Files.Tests;

public sealed class FolderWatchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderWatch watch = FolderWatch.Open();

    public void Dispose()
    {
        watch.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Tells_of_what_is_written()
    {
        var file = folder.File("a", "1");
        watch.Watch([folder.Path]);

        File.AppendAllText(file, "2");

        Assert.Equal(FolderChange.Content, await ChangeAsync());
    }

    [Fact]
    public async Task Tells_of_new_names()
    {
        watch.Watch([folder.Path]);

        folder.File("a", "");

        Assert.True((await ChangeAsync()).HasFlag(FolderChange.Names));
    }

    [Fact]
    public async Task Tells_of_renamed_and_deleted_files()
    {
        folder.File("a", "");
        folder.File("b", "");
        watch.Watch([folder.Path]);

        File.Move(folder["a"], folder["c"]);
        var renamed = await ChangeAsync();
        File.Delete(folder["b"]);
        var deleted = await ChangeAsync();

        Assert.Equal((FolderChange.Names, FolderChange.Names), (renamed, deleted));
    }

    [Fact]
    public async Task Much_that_happens_is_told_once()
    {
        var file = folder.File("a", "");
        watch.Watch([folder.Path]);
        for (var i = 0; i < 1000; i++)
        {
            File.AppendAllText(file, "line\n");
        }

        await ChangeAsync();
        var afterwards = await watch.WaitAsync(TimeSpan.Zero, TimeProvider.System, default);

        Assert.Equal(FolderChange.None, afterwards);
    }

    [Fact]
    public async Task Who_waits_is_told_also_after_another_watch_has_ended()
    {
        folder.Folder("before");
        folder.Folder("after");
        for (var round = 0; round < 200; round++) // In many of them the system's word of the end is read alone, before the file is there.
        {
            watch.Watch([folder["before"]]);
            var told = NamesAsync();

            watch.Watch([folder["after"]]);
            folder.File($"after/{round}", "");

            await told;
        }

        async Task NamesAsync()
        {
            while (!(await ChangeAsync()).HasFlag(FolderChange.Names))
            {
                // Of the file before, which was written after it was made.
            }
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_noticed_when_it_comes()
    {
        watch.Watch([folder["late/logs"]]);

        folder.Folder("late");
        var first = await ChangeAsync();
        watch.Watch([folder["late/logs"]]);
        folder.Folder("late/logs");
        var second = await ChangeAsync();
        watch.Watch([folder["late/logs"]]);
        folder.File("late/logs/a", "");
        var third = await ChangeAsync();

        Assert.All([first, second, third], change => Assert.True(change.HasFlag(FolderChange.Names)));
    }

    [Fact]
    public async Task Folders_that_come_one_below_the_other_while_they_are_watched_for_are_not_missed()
    {
        for (var round = 0; round < 300; round++)
        {
            var logs = Path.Combine(folder.Folder($"{round}"), "late", "logs");
            var coming = Task.Run(() => Directory.CreateDirectory(logs));
            watch.Watch([logs]);
            await coming;
            while (await watch.WaitAsync(TimeSpan.Zero, TimeProvider.System, default) != FolderChange.None)
            {
                watch.Watch([logs]);
            }

            File.WriteAllText(Path.Combine(logs, "a.log"), "");

            Assert.True((await ChangeAsync()).HasFlag(FolderChange.Names));
        }
    }

    [Fact]
    public async Task A_folder_that_is_replaced_by_another_one_is_watched_again()
    {
        var logs = folder.Folder("logs");
        watch.Watch([logs]);
        Directory.Move(logs, folder["logs.old"]);
        var moved = await ChangeAsync();
        folder.Folder("logs");
        watch.Watch([logs]);
        watch.Taken();

        folder.File("logs/a", "");

        Assert.True(moved.HasFlag(FolderChange.Names));
        Assert.True((await ChangeAsync()).HasFlag(FolderChange.Names));
    }

    [Fact]
    public async Task A_deleted_folder_is_told_of()
    {
        var logs = folder.Folder("logs");
        watch.Watch([logs]);

        Directory.Delete(logs);

        Assert.True((await ChangeAsync()).HasFlag(FolderChange.Names));
    }

    [Fact]
    public async Task Several_folders_are_watched_at_once_and_one_that_is_left_out_no_more()
    {
        var (one, other) = (folder.Folder("one"), folder.Folder("other"));
        watch.Watch([one, other]);
        folder.File("other/a", "");
        var both = await ChangeAsync();
        watch.Watch([one]);

        folder.File("other/b", "");
        var left = await watch.WaitAsync(TimeSpan.Zero, TimeProvider.System, default);

        Assert.True(both.HasFlag(FolderChange.Names));
        Assert.Equal(FolderChange.None, left);
    }

    [Fact]
    public async Task Somebody_may_end_the_wait()
    {
        var waiting = watch.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, default);

        watch.Wake();

        Assert.Equal(FolderChange.None, await waiting.WaitAsync(ServerProcess.Patience));
    }

    [Fact]
    public async Task A_cancelled_wait_throws()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, new CancellationToken(true)));
    }

    /// <summary>What happened, once something did.</summary>
    private async Task<FolderChange> ChangeAsync()
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (true)
        {
            var change = await watch.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, patience.Token);
            if (change != FolderChange.None)
            {
                return change;
            }
        }
    }
}
