namespace CC.EndToEnd.Tests.LogTransport;

public sealed class FullDiskTests
{
    private const string Complaint = "can't be written";

    [Theory]
    [InlineData("write-compressed = no", "")]
    [InlineData("write-compressed = yes\ncompression = gzip\nmaint-period = 0.2", ".gz")]
    public async Task What_comes_while_the_disk_is_full_is_stored_when_it_has_room_again(string how, string extension)
    {
        Assert.SkipUnless(Unpacked.IsPossible(extension), $"there is no program to unpack *{extension}");
        using var disk = SmallDisk.Mount();
        await using var transport = new Transport(
            """
            logmask = *.log
            ack-timeout = 0.5
            """,
            $"""
            host-subdirs = yes
            {how}
            """,
            disk.Folder)
        {
            ExpectedError = Complaint,
        };
        await transport.StartAsync();
        var log = transport.Log("app-1.log");
        var copy = transport.Copy($"app-1.log{extension}");
        await File.AppendAllTextAsync(log, SomeLines.Of("before", 1000));
        await Unpacked.BecomesAsync(copy, await File.ReadAllBytesAsync(log), transport);

        disk.Fill();
        await File.AppendAllTextAsync(log, SomeLines.Of("meanwhile", 5000));
        await transport.Central.Process.WaitForLineAsync(Complaint);
        disk.Free();

        await Unpacked.BecomesAsync(copy, await File.ReadAllBytesAsync(log), transport);
    }
}
