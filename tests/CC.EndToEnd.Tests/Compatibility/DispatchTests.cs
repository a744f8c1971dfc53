using System.Text.RegularExpressions;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>Which handlers get a message, and in which order, by what they complain of: an echo handler has no use for these types.</summary>
public sealed partial class DispatchTests : HostTest
{
    private const string Send = """
        from cc import *
        import sys
        s = dealer(sys.argv[1])
        for req in sys.argv[2:]:
            send(s, req)
        ping(s)
        """;

    [Theory]
    [InlineData("a.b.c = h:three\na = h:one\n* = h:all\na.b = h:two", "a.b.c", "all one two three")]
    [InlineData("* = h:all\na = h:one, h:two\na.b.c.d = h:three", "a.b.c", "all one two")]
    [InlineData("a.b = h:two\na = h:three, h:one", "a.b", "three one two")]
    [InlineData("a = h:one\na.bc = h:two\nab = h:three", "a.b", "one")]
    [InlineData("a.b.c = h:one", "a.b", "")]
    public async Task Every_prefix_is_served_the_general_one_first_and_in_a_route_as_written(string routes, string type, string order)
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: routes, sections: string.Concat(new[] { "all", "one", "two", "three" }.Select(name => $"[h:{name}]\nhandler = cc.handler.echo\n"))));

        await Python.RunAsync(Send, server.Endpoint, type);
        await StopInOrderAsync(server);

        Assert.Equal(order, string.Join(' ', server.Output.Select(line => Complaint().Match(line)).Where(match => match.Success && match.Groups[1].Value == type).Select(match => match.Groups[2].Value)));
        Assert.Equal(order.Length == 0, server.Output.Any(line => line.Contains($"no route for {type}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_handler_that_has_no_use_for_a_message_keeps_no_other_from_it()
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: "* = h:other\nlog = h:other, h:log, h:log", sections: "[h:other]\nhandler = echo\n[h:log]\nhandler = locallogger"));

        await Python.RunAsync(
            """
            from cc import *
            import sys
            s = dealer(sys.argv[1])
            send(s, 'log.info', log_level='INFO', service_type='d:x', job_name='j', log_msg='twice', log_time=1.5, log_pid=1, log_line=1, log_function='f')
            ping(s)
            """,
            server.Endpoint);
        await StopInOrderAsync(server);

        Assert.Equal(2, server.Output.Count(line => line.EndsWith(" INFO twice", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(\S+) is of no use to h:(\S+): ")]
    private static partial Regex Complaint();
}
