namespace CC.EndToEnd.Tests.LogTransport;

public sealed class CompressedTests
{
    private const int Parts = 5;

    [Theory]
    [InlineData("gzip", "no", "", "")]
    [InlineData("gzip", "keep", "", ".gz")]
    [InlineData("gzip", "yes", "gzip", ".gz")]
    [InlineData("gzip", "yes", "bzip2", ".bz2")]
    [InlineData("bzip2", "no", "", "")]
    [InlineData("bzip2", "keep", "", ".bz2")]
    [InlineData("bzip2", "yes", "bzip2", ".bz2")]
    [InlineData("none", "keep", "", "")]
    [InlineData("none", "yes", "gzip", ".gz")]
    public async Task What_is_sent_and_stored_compressed_is_the_same_when_the_systems_programs_unpack_it(string sent, string writeCompressed, string stored, string extension)
    {
        Assert.SkipUnless(Unpacked.IsPossible(extension), $"there is no program to unpack *{extension}");
        await using var transport = new Transport(
            $"""
            logmask = *.log
            compression = {sent}
            compression-level = 1
            buffer-delay = 0.1
            """,
            $"""
            host-subdirs = yes
            write-compressed = {writeCompressed}
            compression = {stored}
            maint-period = 0.2
            """);
        await transport.StartAsync();
        var (log, copy) = (transport.Log("app-1.log"), transport.Copy($"app-1.log{extension}"));

        for (var part = 1; part <= Parts; part++)
        {
            await File.AppendAllTextAsync(log, SomeLines.Of($"part {part}", 400));
            await Unpacked.BecomesAsync(copy, await File.ReadAllBytesAsync(log), transport);
        }
    }

    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("bzip2", ".bz2")]
    public async Task Many_files_that_come_at_once_are_compressed_at_once(string compression, string extension)
    {
        Assert.SkipUnless(Unpacked.IsPossible(extension), $"there is no program to unpack *{extension}");
        await using var transport = new Transport(writer: $"""
            host-subdirs = yes
            write-compressed = yes
            compression = {compression}
            maint-period = 0.2
            """);
        await transport.StartSourceAsync();
        string[] names = [.. Enumerable.Range(1, 20).Select(number => $"app-{number:00}.log")];

        foreach (var name in names)
        {
            await File.AppendAllTextAsync(transport.Log(name), SomeLines.Of(name, 200));
        }

        await transport.Central.StartAsync();

        foreach (var name in names)
        {
            await Unpacked.BecomesAsync(transport.Copy(name + extension), await File.ReadAllBytesAsync(transport.Log(name)), transport);
        }
    }

    [Fact]
    public async Task What_waits_to_be_compressed_is_stored_when_the_writer_stops()
    {
        await using var transport = new Transport(writer: """
            host-subdirs = yes
            write-compressed = yes
            compression = gzip
            maint-period = 3600
            """);
        await transport.StartAsync();
        var log = transport.Log("app-1.log");
        await File.AppendAllTextAsync(log, SomeLines.Of("part", 100));
        await transport.Central.CountsAsync("appended_bytes", new FileInfo(log).Length);

        await transport.Central.StopAsync();

        await Unpacked.BecomesAsync(transport.Copy("app-1.log.gz"), await File.ReadAllBytesAsync(log), transport);
    }
}
