namespace CC.EndToEnd.Tests.LogTransport;

public sealed class SuffixTests
{
    [Theory]
    [InlineData("pub.logtail")]
    [InlineData("pub.logtail.web")]
    [InlineData("pub.logtail.web.front")]
    public async Task A_suffix_of_the_message_type_can_be_routed_by(string route)
    {
        await using var transport = new Transport(
            """
            logmask = *.log
            msg-suffix = web.front
            """,
            route: route);
        await transport.StartAsync();

        await File.AppendAllTextAsync(transport.Log("app-1.log"), "with a suffix\n");

        await transport.ArrivesAsync("app-1.log");
    }

    [Fact]
    public async Task Another_suffix_does_not_reach_the_writer_and_is_counted()
    {
        await using var transport = new Transport(
            """
            logmask = *.log
            msg-suffix = web
            """,
            route: "pub.logtail.mail");
        await transport.StartAsync();

        await File.AppendAllTextAsync(transport.Log("app-1.log"), "with a suffix\n");

        await transport.Central.CountsAsync("count.dropped.no-route", 1);
        Assert.False(Directory.Exists(transport.CopiesOfHost));
    }
}
