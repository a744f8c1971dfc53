using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.InfoTransport;

public sealed class ArrivalTests
{
    private const int Files = 1000;

    [Fact]
    public async Task A_thousand_files_arrive_as_they_are_and_are_not_sent_again_after_a_restart()
    {
        await using var transport = new FileTransport(viaProxy: true);
        for (var i = 0; i < Files; i++)
        {
            transport.Write($"info.{i}", SomeLines.Noise(i));
        }

        await transport.StartAsync();
        await transport.AllArriveAsync();
        await transport.Source.CountsAsync("infosender.acknowledged", Files);
        await transport.Central.CountsAsync("written_files", Files);
        await transport.Source.StopAsync();
        await transport.StartSourceAsync();
        transport.Write("later", "later\n");

        await transport.ArrivesAsync("later");
        await transport.Source.CountsAsync("infosender.acknowledged", 1);
        await transport.Central.CountsAsync("written_files", Files + 1);
        Assert.Equal((1, Files + 1), (transport.Source.Counter("infosender.count"), transport.Central.Counter("written_files")));
    }

    [Theory]
    [InlineData("use-blob = no")]
    [InlineData("compression = gzip\nmsg-suffix = some.thing")]
    [InlineData("compression = bzip2\nuse-blob = no")]
    public async Task Files_arrive_however_they_travel_and_whenever_they_change(string how)
    {
        await using var transport = new FileTransport(how, "host-subdirs = yes\nbakext = --prev");
        await transport.StartAsync();

        transport.Write("info", "one\n");
        await transport.ArrivesAsync("info");
        transport.Write("info", "two\n");
        await transport.ArrivesAsync("info");

        Assert.Equal("one\n", File.ReadAllText(transport.Copy("info--prev")));
    }

    [Fact]
    public async Task A_long_file_arrives_in_pieces()
    {
        await using var transport = new FileTransport("piece-bytes = 64K\ncompression = gzip", viaProxy: true);
        await transport.StartAsync();

        transport.Write("long", SomeLines.Noise(10_000_000));

        await transport.ArrivesAsync("long");
        await Eventually.TrueAsync(() => transport.Central.Counter("count") > 10_000_000 / (64 * 1024), () => $"it has come in fewer pieces\n{transport.Story()}"); // The status file comes later.
        Assert.Empty(Directory.GetFiles(transport.CopiesOfHost, ".*"));
    }

    [Fact]
    public async Task What_a_script_writes_arrives_as_a_file()
    {
        await using var transport = new FileTransport(
            writer: "host-subdirs = yes\nbakext = --prev",
            script: "info-script = printf 'to %%s\\n' output; echo to errors >&2\ninfo-period = 0.2\ninfo-name = dmesg\ncompression = gzip");

        await transport.StartAsync();

        await Eventually.TrueAsync(() => File.Exists(transport.Copy("dmesg--prev")), () => $"the output does not arrive twice\n{transport.Story()}");
        Assert.Equal("to output\nto errors\n", File.ReadAllText(transport.Copy("dmesg")));
        transport.NothingFailed();
    }
}
