using System.Runtime.Versioning;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

/// <summary>A node whose user may not read all files that are there: each part says so, does what can be done, and goes on when it may.</summary>
[SupportedOSPlatform("linux")]
public sealed class UnreadableFilesTests : HostTest
{
    private const UnixFileMode Nobody = UnixFileMode.None;
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string LogTail = """
        [h:writer]
        handler = tailwriter
        dstdir = {copies}
        host-subdirs = yes

        [d:logtail]
        module = logtail
        logdir = {files}
        logmask = *.log
        """;

    [Fact]
    public async Task An_infosender_sends_the_others_and_that_one_when_it_may()
    {
        await using var node = await StartAsync("d:infosender", """
            [h:writer]
            handler = infowriter
            dstdir = {copies}
            host-subdirs = yes

            [d:infosender]
            module = infosender
            infodir = {files}
            infomask = *
            settle-time = 0.1
            """, ("good", "good\n", Everybody), ("secret", "secret\n", Nobody));

        await ArrivesAsync("good", "good\n", node);
        await node.WaitForLineAsync("Permission denied");
        Assert.Contains(node.Output, line => line.Contains(" WARNING ", StringComparison.Ordinal) && line.Contains($"{Files}/secret", StringComparison.Ordinal) && line.EndsWith("tried again until it can be read", StringComparison.Ordinal));
        Assert.False(File.Exists($"{Copies}/secret"));

        File.SetUnixFileMode($"{Files}/secret", Everybody);
        await ArrivesAsync("secret", "secret\n", node);
        await EndAsync(node);
    }

    [Fact]
    public async Task A_logtail_begins_with_nothing_until_it_may()
    {
        await using var node = await StartAsync("d:logtail", LogTail, ("secret.log", "secret\n", Nobody));

        var told = await node.WaitForLineAsync("nothing is carried before");
        Assert.Contains($"ERROR {Files}/secret.log can't be opened: Permission denied", told, StringComparison.Ordinal);
        Assert.False(File.Exists($"{Copies}/secret.log"));

        File.SetUnixFileMode($"{Files}/secret.log", Everybody);
        await node.WaitForLineAsync($"beginning with {Files}/secret.log at 7");
        File.AppendAllText($"{Files}/secret.log", "later\n");
        await ArrivesAsync("secret.log", "later\n", node);
        Assert.Equal(0, await node.StopAsync());
        Assert.Equal([told], node.Errors);
    }

    [Fact]
    public async Task A_logtail_waits_with_a_later_one_until_it_may()
    {
        await using var node = await StartAsync("d:logtail", LogTail, ("1.log", "one\n", Everybody));
        await node.WaitForLineAsync($"beginning with {Files}/1.log at 4");

        Write("2.log", "two\n", Nobody);
        await node.WaitForLineAsync($"WARNING {Files}/2.log can't be opened: Permission denied; tried again until it can be read, and what follows waits");
        Assert.False(File.Exists($"{Copies}/2.log"));

        File.SetUnixFileMode($"{Files}/2.log", Everybody);
        await ArrivesAsync("2.log", "two\n", node);
        await EndAsync(node);
    }

    [Fact]
    public async Task A_fetch_is_refused_and_says_why()
    {
        await using var node = await StartAsync("d:taskrunner", """
            [h:writer]
            handler = taskrouter

            [d:taskrunner]
            module = taskrunner
            local-id = h
            heartbeat = 0.5

            [cc.task.fetch]
            folders = {files}
            """, ("good", "good\n", Everybody), ("secret", "secret\n", Nobody));
        await Eventually.TrueAsync(() => RunnersOf(node).Contains("alive", StringComparison.Ordinal), () => string.Join('\n', node.Output));

        var good = await Ctl.RunAsync(0, "task", "send", "h", "cc.task.fetch", "path=good", "--out", Folder["got"], "-e", node.Endpoint);
        var secret = await Ctl.RunAsync(3, "task", "send", "h", "cc.task.fetch", "path=secret", "--out", Folder["none"], "-e", node.Endpoint);

        Assert.Equal("good\n", File.ReadAllText(Folder["got"]));
        Assert.Contains($"{Files}/secret can't be read: ", secret.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["none"]));
        Assert.DoesNotContain("secret", good.Error, StringComparison.Ordinal);
        await EndAsync(node);
    }

    private string Files => Folder["files"];

    private string Copies => Path.Combine(Folder["copies"], Environment.MachineName);

    /// <summary>Starts a node of that user's, with files that are root's.</summary>
    private async Task<ServerProcess> StartAsync(string daemon, string sections, params (string Name, string Content, UnixFileMode Mode)[] files)
    {
        Assert.SkipWhen(Unprivileged.WhyNot is not null, Unprivileged.WhyNot ?? "");
        Folder.Folder("files");
        Folder.Folder("copies");
        var configuration = Ini(
            main: $"pidfile = {Folder}/%(job_name)s.pid",
            role: "insecure",
            routes: "job = h:jobmgr\nlog = h:log\npub = h:writer\ntask = h:writer",
            sections: $"[h:log]\nhandler = locallogger\n\n[h:jobmgr]\nhandler = jobmgr\ndaemons = {daemon}\n\n{sections.Replace("{files}", Files, StringComparison.Ordinal).Replace("{copies}", Folder["copies"], StringComparison.Ordinal)}");
        Unprivileged.Own(Folder);
        foreach (var (name, content, mode) in files)
        {
            Write(name, content, mode);
        }

        return await ServerProcess.StartThroughAsync(Unprivileged.Through, configuration);
    }

    /// <summary>Puts a file where the node looks for it, with these permissions from the start.</summary>
    private void Write(string name, string content, UnixFileMode mode)
    {
        var made = Folder.File(name, content);
        File.SetUnixFileMode(made, mode);
        File.Move(made, $"{Files}/{name}");
    }

    private async Task ArrivesAsync(string name, string content, ServerProcess node) => await Eventually.TrueAsync(
        () => File.Exists($"{Copies}/{name}") && File.ReadAllText($"{Copies}/{name}") == content,
        () => $"{name} does not arrive\n{string.Join('\n', node.Output)}");

    private static string RunnersOf(ServerProcess node) =>
        System.Text.Encoding.UTF8.GetString(ExternalProgram.Run(Ctl.Executable, "task", "list", "-e", node.Endpoint));

    private static async Task EndAsync(ServerProcess node)
    {
        Assert.Equal(0, await node.StopAsync());
        Assert.Empty(node.Errors);
    }
}
