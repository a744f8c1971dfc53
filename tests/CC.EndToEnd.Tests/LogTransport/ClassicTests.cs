namespace CC.EndToEnd.Tests.LogTransport;

public sealed class ClassicTests
{
    [Fact]
    public async Task A_file_that_grows_arrives_byte_for_byte()
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        var log = transport.Log("app-1.log");

        await File.AppendAllTextAsync(log, "first line\n");
        await File.AppendAllTextAsync(log, "second line\npart of a third");
        await transport.ArrivesAsync("app-1.log");
        await File.AppendAllTextAsync(log, ", and its rest\n");

        await transport.ArrivesAsync("app-1.log");
    }

    [Fact]
    public async Task The_next_file_follows_the_last_one()
    {
        await using var transport = new Transport();
        await transport.StartAsync();

        foreach (var name in (string[])["app-1.log", "app-2.log", "app-3.log"])
        {
            await File.AppendAllTextAsync(transport.Log(name), SomeLines.Of(name, 1000));
        }

        await transport.ArrivesAsync("app-1.log");
        await transport.ArrivesAsync("app-2.log");
        await transport.ArrivesAsync("app-3.log");
    }

    [Fact]
    public async Task What_is_appended_to_a_file_after_the_next_one_has_begun_arrives_too()
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "early\n");
        await File.AppendAllTextAsync(transport.Log("app-2.log"), "next\n");
        await transport.ArrivesAsync("app-2.log");

        await File.AppendAllTextAsync(transport.Log("app-1.log"), "late\n");

        await transport.ArrivesAsync("app-1.log");
    }

    [Fact]
    public async Task Files_and_their_folder_may_appear_late()
    {
        await using var transport = new Transport();
        Directory.Delete(transport.Logs);
        await transport.StartAsync();

        Directory.CreateDirectory(transport.Logs);
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "here at last\n");

        await transport.ArrivesAsync("app-1.log");
    }

    [Fact]
    public async Task What_was_there_before_the_first_start_stays_behind()
    {
        await using var transport = new Transport();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "oldest\n");
        await File.AppendAllTextAsync(transport.Log("app-2.log"), "old\n");
        await transport.StartAsync();

        await File.AppendAllTextAsync(transport.Log("app-2.log"), "new\n");

        await transport.ArrivesAsync(transport.Copy("app-2.log"), "new\n");
        Assert.False(File.Exists(transport.Copy("app-1.log")));
    }

    [Fact]
    public async Task What_was_appended_while_the_tailer_was_down_arrives_when_it_is_back()
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "before\n");
        await transport.ArrivesAsync("app-1.log");

        await transport.Source.StopAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "meanwhile\n");
        await File.AppendAllTextAsync(transport.Log("app-2.log"), "in the next one\n");
        await transport.Source.StartAsync();

        await transport.ArrivesAsync("app-1.log");
        await transport.ArrivesAsync("app-2.log");
    }

    [Fact]
    public async Task A_tailer_that_is_killed_as_soon_as_it_runs_knows_that_it_has_run()
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "first\n");
        await transport.ArrivesAsync("app-1.log");

        await transport.Source.KillAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "meanwhile\n");
        await File.AppendAllTextAsync(transport.Log("app-2.log"), "in the next one\n");
        await transport.StartSourceAsync();

        await transport.ArrivesAsync("app-1.log");
        await transport.ArrivesAsync("app-2.log");
    }

    [Theory]
    [InlineData("use-blob = yes")]
    [InlineData("use-blob = no")]
    public async Task Binary_files_of_many_fragments_arrive(string how)
    {
        await using var transport = new Transport($"""
            logmask = *.bin
            file-mode = binary
            buffer-bytes = 64 KB
            {how}
            """);
        await transport.StartAsync();

        await File.WriteAllBytesAsync(transport.Log("core.bin"), SomeLines.Noise(20_000_000));

        await transport.ArrivesAsync("core.bin");
    }

    [Fact]
    public async Task Without_subfolders_the_host_is_in_the_name()
    {
        await using var transport = new Transport(writer: "host-subdirs = no");
        await transport.StartAsync();

        await File.AppendAllTextAsync(transport.Log("app-1.log"), "flat\n");

        await transport.ArrivesAsync(Path.Combine(transport.Copies, $"{Environment.MachineName}--app-1.log"), "flat\n");
    }
}
