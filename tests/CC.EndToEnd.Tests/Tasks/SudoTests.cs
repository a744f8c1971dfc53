using System.Text;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>
/// Tasks of another user on a node that is not root's, with the real sudo. It has rules of its own in the node's processes alone: the node lives in a mount namespace in which another file
/// is in the place of /etc/sudoers.
/// </summary>
public sealed class SudoTests : TaskTest
{
    private const string Other = "daemon";

    [Fact]
    public async Task A_program_runs_as_the_user_that_sudo_allows_and_can_be_cancelled()
    {
        await using var router = await StandInRouter.StartAsync();
        await using var server = await StartAsync(router, $"""
            [t:who]
            command = /bin/sh -c 'id -un; read request; test -n "$request" && test -n "$CC_TASK" && echo told'
            sudo = {Other}

            [t:long]
            command = /bin/sh -c 'echo $$ > {Folder["shared"]}/pid; exec sleep 1000'
            sudo = {Other}
            """);

        await router.SendAsync("who", "t:who");
        await router.SendAsync("long", "t:long");
        var (status, feedback) = await router.EndOfAsync("who");
        var pid = await PidAsync();
        Assert.Equal(Other, UserOf(pid));
        await router.AskAsync("cancel", "long");
        var cancelled = await router.EndOfAsync("long");

        Assert.Equal(("finished", $"{Other}\ntold\n"), (status, Encoding.UTF8.GetString(Convert.FromBase64String(feedback.GetProperty("out").GetString()!))));
        Assert.Equal(("stopped", "cancelled"), (cancelled.Status, cancelled.Feedback.GetProperty("reason").GetString()));
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{pid}"), () => "what was cancelled goes on");
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task A_task_of_a_plugin_runs_in_a_process_of_that_user()
    {
        await using var router = await StandInRouter.StartAsync();
        await using var server = await StartAsync(router, $"""
            [cc.task.exec]
            sudo = {Other}
            allow = who: /usr/bin/id -un
            """);

        await router.SendAsync("7", "cc.task.exec", ",\"cmd\":\"who\"");
        var (status, _) = await router.EndOfAsync("7");

        Assert.Equal("finished", status);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Other}\n")), Assert.Single(router.FeedbackOf("7")), StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_user_whom_sudo_does_not_allow_is_a_failure_that_says_so()
    {
        await using var router = await StandInRouter.StartAsync();
        await using var server = await StartAsync(router, "[t:root]\ncommand = /usr/bin/id -un\nsudo = root");

        await router.SendAsync("7", "t:root");
        var (status, feedback) = await router.EndOfAsync("7");

        Assert.Equal("failed", status);
        Assert.Equal("the process of [t:root] can't be started as root: sudo: a password is required", feedback.GetProperty("msg").GetString());
        Assert.Equal(0, await server.StopAsync());
    }

    private async Task<ServerProcess> StartAsync(StandInRouter router, string tasks)
    {
        Assert.SkipWhen(Unprivileged.WhyNot is not null, Unprivileged.WhyNot ?? "");
        Assert.SkipUnless(ExternalProgram.IsThere("sudo"), "there is no sudo (apt-get install sudo)");
        var rules = Folder.File("sudoers", $"Defaults env_reset\nDefaults use_pty\nDefaults secure_path=\"/usr/sbin:/usr/bin:/sbin:/bin\"\n{Unprivileged.User} ALL=({Other}) NOPASSWD: ALL\n");
        var names = string.Join(", ", tasks.Split('\n').Where(line => line.StartsWith("[t:", StringComparison.Ordinal)).Select(line => line.Trim('[', ']')));
        var configuration = TaskIni(router.Endpoint, tasks, $"tasks = {names}");
        Unprivileged.Own(Folder);
        ExternalProgram.Run("chown", "root", rules);
        ExternalProgram.Run("chmod", "0440", rules);
        Directory.CreateDirectory(Folder["shared"]);
        ExternalProgram.Run("chmod", "0777", Folder["shared"]);
        ExternalProgram.Run("chmod", "0711", Folder.Path);
        string[] namespaced = ["unshare", "--mount", "--", "/bin/sh", "-c", "mount --bind \"$0\" /etc/sudoers && exec \"$@\"", rules];
        Assert.SkipUnless(IsAllowed([.. namespaced, "true"]), "this machine lets nobody have a mount namespace, which sudo's rules for the test are in");
        var server = await ServerProcess.StartThroughAsync([.. namespaced, .. Unprivileged.Through], configuration);
        await router.RegisteredAsync();
        return server;
    }

    private async Task<int> PidAsync()
    {
        var file = $"{Folder["shared"]}/pid";
        await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'), () => "the task is not started");
        return int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string UserOf(int pid) => Encoding.UTF8.GetString(ExternalProgram.Run("ps", "-o", "user=", "-p", $"{pid}")).Trim();

    private static bool IsAllowed(string[] command)
    {
        try
        {
            ExternalProgram.Run(command[0], command[1..]);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
