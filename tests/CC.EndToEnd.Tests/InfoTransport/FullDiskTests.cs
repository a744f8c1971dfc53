using CC.EndToEnd.Tests.LogTransport;

namespace CC.EndToEnd.Tests.InfoTransport;

public sealed class FullDiskTests
{
    private const string Complaint = "can't be written";

    [Theory]
    [InlineData(64)]
    [InlineData(1024)]
    public async Task What_comes_while_the_disk_is_full_is_stored_when_it_has_room_again(int pieceKilobytes)
    {
        using var disk = SmallDisk.Mount();
        await using var transport = new FileTransport($"ack-timeout = 0.5\npiece-bytes = {pieceKilobytes}K", copies: disk.Folder) { ExpectedError = Complaint };
        await transport.StartAsync();
        transport.Write("info", SomeLines.Noise(300_000));
        await transport.ArrivesAsync("info");

        disk.Fill();
        transport.Write("info", SomeLines.Noise(400_000));
        await transport.Central.Process.WaitForLineAsync(Complaint);
        Assert.Equal(300_000, new FileInfo(transport.Copy("info")).Length);
        disk.Free();

        await transport.ArrivesAsync("info");
    }
}
