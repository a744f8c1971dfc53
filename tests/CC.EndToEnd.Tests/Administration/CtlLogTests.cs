using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

public sealed class CtlLogTests : HostTest
{
    [Fact]
    public async Task Follows_the_log_messages_that_are_wanted_until_it_is_interrupted()
    {
        await using var server = await ServerProcess.StartAsync(Ini(routes: "log = h:locallog", sections: "[h:locallog]\nhandler = locallogger"));
        await using var log = Ctl.Start(new Dictionary<string, string>(), "log", "-f", "--level", "warning", "--job", "cc.d:*", "-e", server.Endpoint);

        // Nobody announces that the subscription holds: something is logged until it is told.
        await Eventually.TrueAsync(() => HasLogged(server, "info") && HasLogged(server, "warning") && log.Output.Length > 0, () => $"no line came\n{log.Error}");
        log.Signal("INT");

        Assert.Equal((0, ""), (await log.EndAsync(), log.Error));
        Assert.All(log.Output.Split('\n'), line => Assert.Matches(@"^\[cc\.d:x@web1\] \d\d:\d\d:01,250 WARNING it works$", line));
        await StopInOrderAsync(server);
    }

    private static bool HasLogged(ServerProcess server, string level)
    {
        var body = $$"""{"hostname": "web1", "log_level": "{{level.ToUpperInvariant()}}", "job_name": "cc.d:x", "log_msg": "it works", "log_time": 1353596401.25}""";
        ExternalProgram.Run(Ctl.Executable, "publish", $"log.{level}", body, "-e", server.Endpoint);
        return true;
    }
}
