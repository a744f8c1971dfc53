using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class StatisticsTests : HostTest
{
    private string InfoFile => Folder["info"];

    [Fact]
    public async Task A_line_tells_what_came_of_the_messages()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await PingAsync(server);
        await PingAsync(server);
        await StopInOrderAsync(server);

        Assert.Matches(
            @" INFO CCServer\.send_stats: \{bytes: \d+, bytes\.ok: \d+, count: 2, count\.ok: 2(, seconds: [\d.E-]+)?(, seconds\.ok: [\d.E-]+)?\}$",
            await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task Level_2_counts_each_type()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: "cc-stats = 2"));
        await PingAsync(server);

        await StopInOrderAsync(server);

        Assert.Contains("count.ok.msg.echo.request: 1", await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task Level_0_warns_and_says_nothing()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: "cc-stats = 0"));
        await PingAsync(server);
        await StopInOrderAsync(server);

        await server.WaitForLineAsync("cc-stats is 0: no statistics are logged");
        Assert.DoesNotContain(server.Output, line => line.Contains("send_stats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Level_0_of_the_file_writes_none()
    {
        await using var server = await StartAsync(level: 0);
        await PingAsync(server);
        await server.WaitForLineAsync("send_stats");
        await StopInOrderAsync(server);

        Assert.False(File.Exists(InfoFile));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "[total] [latest]")]
    [InlineData(3, "[total] [latest] [avg:60] [avg:300] [avg:900]")]
    public async Task The_file_has_more_with_each_level(int level, string headings)
    {
        await using var server = await StartAsync(level);
        await PingAsync(server);
        await server.WaitForLineAsync("send_stats");
        await StopInOrderAsync(server);

        var lines = await File.ReadAllLinesAsync(InfoFile);
        Assert.Equal(
            ["name", "version", "service", "pid", "started", "status", "time-consumed", "info-period", "info-written", "platform", "runtime", "zmq", ""],
            lines.Take(13).Select(line => line.Split(':')[0]));
        Assert.Equal("name: node", lines[0]);
        Assert.Equal($"pid: {server.Id}", lines[3]);
        Assert.Matches(@"^started: \d+\.\d\d\d \(\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d \S+\)$", lines[4]);
        Assert.Equal("info-period: 0.1", lines[7]);
        Assert.Equal(headings, string.Join(' ', lines.Where(line => line.StartsWith('['))));
        Assert.Equal(level >= 2, lines.Contains("count.ok: 1"));
        Assert.False(File.Exists($"{InfoFile}.new"));
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_is_said_once()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: $"infofile = {Folder["none"]}/info\nstats-period = 0.1"));

        await server.WaitForLineAsync("infofile = ");
        await PingAsync(server);
        await server.WaitForLineAsync("send_stats");
        await StopInOrderAsync(server);

        Assert.Single(server.Output, line => line.Contains("infofile = ", StringComparison.Ordinal));
    }

    private Task<ServerProcess> StartAsync(int level) =>
        ServerProcess.StartAsync(Ini(main: $"infofile = {InfoFile}\ninfofile-level = {level}\nstats-period = 0.1"));
}
