using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Security;

/// <summary>Tasks for a node that takes signed messages only, sent with the configuration of the task client of CC 0.8.7.</summary>
public sealed class TaskClientTests : SecurityTest
{
    [Fact]
    public async Task Ccctl_signs_and_verifies_as_the_configuration_of_the_task_client_says()
    {
        var security = $"cms-keystore = {Keystore}\ncms-verify-ca = ca\n";
        await using var server = await ServerProcess.StartAsync(Ini(
            main: $"pidfile = {Folder}/%(job_name)s.pid\n{Main("cms-verify-ca = ca")}",
            role: "insecure",
            routes: "job = h:jobmgr\ntask = h:taskrouter",
            sections: $"""
                [h:taskrouter]
                handler = taskrouter

                [h:jobmgr]
                handler = jobmgr
                daemons = d:taskrunner

                [d:taskrunner]
                module = taskrunner
                local-id = here
                cms-sign = server
                {security}

                [cc.task.exec]
                allow = say: /bin/echo signed
                cms-sign = server
                {security}
                """));
        var client = Folder.File("taskclient.ini", $"""
            [taskclient]
            job_name = taskclient
            cc = {server.Endpoint}
            cms-sign = user1
            {security}
            """);
        var plain = Folder.File("plain.ini", $"[taskclient]\ncc = {server.Endpoint}\n");

        await BecomesAsync(true, async () => (await RunAsync("list", "-c", client)).Output.Contains("here  alive", StringComparison.Ordinal));
        var sent = await RunAsync("send", "here", "cc.task.exec", "cmd=say", "-c", client);
        var unsigned = await RunAsync("list", "-c", plain);
        var other = await RunAsync("list", "-c", client, "--sign", "nobody");
        var given = await RunAsync("list", "-c", plain, "--keystore", Keystore, "--sign", "user2", "--verify-ca", "ca");

        Assert.Equal((0, "signed"), (sent.Code, sent.Output.Split('\n')[0]));
        Assert.Equal((3, 2, 0), (unsigned.Code, other.Code, given.Code));
        await StopInOrderAsync(server);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var ctl = Ctl.Start(new Dictionary<string, string>(), [.. arguments.Prepend("task")]);
        return (await ctl.EndAsync(), ctl.Output);
    }
}
