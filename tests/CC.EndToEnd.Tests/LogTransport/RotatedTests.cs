namespace CC.EndToEnd.Tests.LogTransport;

public sealed class RotatedTests
{
    private const string Tailer = """
        operation-mode = rotated
        logname = app.log
        """;

    [Fact]
    public async Task A_renamed_file_is_followed_by_the_one_that_takes_its_name()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");

        await File.AppendAllTextAsync(log, SomeLines.Of("first", 500));
        await transport.RotateAsync(log, $"{log}.1");
        await File.AppendAllTextAsync($"{log}.1", "who has it open still writes to it\n");
        await File.AppendAllTextAsync(log, SomeLines.Of("second", 500));

        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500) + "who has it open still writes to it\n", SomeLines.Of("second", 500));
    }

    [Fact]
    public async Task A_file_that_is_missing_for_a_while_does_no_harm()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");
        await File.AppendAllTextAsync(log, "first\n");
        await transport.RotatedArriveAsync("app.log", "first\n");

        await transport.RotateAsync(log, $"{log}.1");
        await File.AppendAllTextAsync($"{log}.1", "late\n");
        await transport.RotatedArriveAsync("app.log", "first\nlate\n");
        await File.AppendAllTextAsync(log, "second\n");

        await transport.RotatedArriveAsync("app.log", "first\nlate\n", "second\n");
    }

    [Fact]
    public async Task A_file_that_is_copied_and_cut_short_goes_on_as_a_new_content()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");

        await File.AppendAllTextAsync(log, SomeLines.Of("first", 500));
        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500));
        File.Copy(log, $"{log}.1");
        await File.WriteAllTextAsync(log, "");
        await File.AppendAllTextAsync(log, "second\n");

        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500), "second\n");
    }

    [Fact]
    public async Task What_was_not_sent_yet_when_a_file_was_cut_short_is_taken_from_its_copy()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");
        await File.AppendAllTextAsync(log, SomeLines.Of("first", 500));
        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500));

        await transport.Source.StopAsync();
        await File.AppendAllTextAsync(log, "unsent\n");
        File.Copy(log, $"{log}.1");
        await File.WriteAllTextAsync(log, "");
        await File.AppendAllTextAsync(log, "second\n");
        await transport.Source.StartAsync();

        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500) + "unsent\n", "second\n");
    }

    [Fact]
    public async Task A_file_that_is_removed_and_made_again_goes_on_as_a_new_content()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");
        await File.AppendAllTextAsync(log, SomeLines.Of("first", 500));
        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500));

        File.Delete(log);
        await File.AppendAllTextAsync(log, "second\n");

        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 500), "second\n");
    }

    [Fact]
    public async Task Another_file_with_the_same_inode_is_not_taken_for_the_old_one()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");
        await File.AppendAllTextAsync(log, SomeLines.Of("first", 50));
        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 50));
        await transport.Source.StopAsync();

        var isReused = await Inode.ReuseAsync(log, SomeLines.Of("second", 500));
        await transport.Source.StartAsync();

        Assert.SkipUnless(isReused, "the file system does not use an inode again at once");
        await transport.RotatedArriveAsync("app.log", SomeLines.Of("first", 50), SomeLines.Of("second", 500));
    }

    [Fact]
    public async Task Several_rotations_while_the_tailer_is_down_are_made_up_for()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");
        await File.AppendAllTextAsync(log, "0\n");
        await transport.RotatedArriveAsync("app.log", "0\n");

        await transport.Source.StopAsync();
        await transport.RotateAsync(log, $"{log}.2");
        await File.AppendAllTextAsync(log, "1\n");
        await transport.RotateAsync(log, $"{log}.1");
        await File.AppendAllTextAsync(log, "2\n");
        await transport.Source.StartAsync();

        await transport.RotatedArriveAsync("app.log", "0\n", "1\n", "2\n");
    }

    [Fact]
    public async Task Files_that_came_and_were_renamed_while_the_tailer_was_down_count_even_if_it_has_seen_none_before()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = transport.Log("app.log");

        await transport.Source.StopAsync();
        await File.AppendAllTextAsync(log, "first\n");
        await transport.RotateAsync(log, $"{log}.1");
        await File.AppendAllTextAsync(log, "second\n");
        await transport.StartSourceAsync();

        await transport.RotatedArriveAsync("app.log", "first\n", "second\n");
    }

    [Fact]
    public async Task Rotations_while_the_central_node_is_down_are_made_up_for()
    {
        await using var transport = new Transport(Tailer);
        await transport.StartSourceAsync();
        var log = transport.Log("app.log");
        foreach (var number in Enumerable.Range(0, 5))
        {
            await File.AppendAllTextAsync(log, SomeLines.Of($"rotation {number}", 300));
            await transport.RotateAsync(log, $"{log}.{5 - number}");
        }

        await File.AppendAllTextAsync(log, "last\n");
        await transport.Central.StartAsync();

        await transport.RotatedArriveAsync("app.log", [.. Enumerable.Range(0, 5).Select(number => SomeLines.Of($"rotation {number}", 300)), "last\n"]);
    }
}
