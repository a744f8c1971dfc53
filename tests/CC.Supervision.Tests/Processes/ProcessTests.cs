using System.Net;
using System.Net.Sockets;
using System.Text;
using CC.Supervision.Processes;

namespace CC.Supervision.Tests.Processes;

/// <summary>Real processes: what they are given, what comes back, and their ends.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly ProcessHost host = new();
    private readonly Recorder recorder = new();
    private readonly string folder = Directory.CreateTempSubdirectory("cc-supervision-").FullName;

    public void Dispose()
    {
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Tells_what_a_process_has_returned() => Assert.Equal(new ProcessExit(7, 0), await Run(Shell("exit 7")).Exited.LimitAsync());

    [Fact]
    public async Task Tells_which_signal_has_ended_a_process()
    {
        var process = Run(Sleep);

        Assert.True(process.Signal(Signals.Terminate));
        Assert.Equal(new ProcessExit(0, Signals.Terminate), await process.Exited.LimitAsync());
        Assert.False(process.Signal(Signals.Terminate));
        Assert.False(process.SignalTree(Signals.Kill));
    }

    [Fact]
    public async Task Gives_all_that_was_written_before_the_end_first() // DEF-12
    {
        var process = Run(Shell("head -c 190000 /dev/zero; printf end") with { Output = OutputPlan.OutputOnly });

        await process.Exited.LimitAsync();
        Assert.Equal(190_003, recorder.Length(1));
        Assert.EndsWith("end", recorder.Text(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_output_and_error_apart()
    {
        await Run(Shell("printf 'hello out'; printf 'hello err' >&2") with { Output = OutputPlan.Both }).Exited.LimitAsync();

        Assert.Equal("hello out", recorder.Text(1));
        Assert.Equal("hello err", recorder.Text(2));
    }

    [Fact]
    public async Task Merges_output_and_error_in_the_order_of_writing()
    {
        await Run(Shell("printf a; printf b >&2; printf c") with { Output = OutputPlan.Merged }).Exited.LimitAsync();

        Assert.Equal("abc", recorder.Text(1));
    }

    [Fact]
    public async Task Writes_to_the_input_in_order_and_ends_it()
    {
        var process = Run(new ProcessOrder("cat", []) { HasInput = true, Output = OutputPlan.OutputOnly });

        var writes = Enumerable.Range(0, 1000).Select(number => process.WriteAsync(Encoding.UTF8.GetBytes($"{number}\n"))).ToArray();
        process.EndInput();

        await Task.WhenAll(writes).LimitAsync();
        Assert.True((await process.Exited.LimitAsync()).IsSuccess);
        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(number => $"{number}\n")), recorder.Text(1));
        await Assert.ThrowsAsync<IOException>(() => process.WriteAsync("x"u8.ToArray()));
    }

    [Fact]
    public async Task Waits_for_a_process_that_reads_slowly()
    {
        var process = Run(Shell("read line; cat >/dev/null; printf $line") with { HasInput = true, Output = OutputPlan.OutputOnly });
        var much = process.WriteAsync(Encoding.UTF8.GetBytes("first\n" + new string('x', 5_000_000)));

        process.EndInput();

        await much.LimitAsync();
        await process.Exited.LimitAsync();
        Assert.Equal("first", recorder.Text(1));
    }

    [Fact]
    public async Task Refuses_whole_what_is_too_much_to_wait_for_a_process_that_does_not_read()
    {
        var process = Run(Shell($"{Waiting}; wc -c") with { HasInput = true, Output = OutputPlan.OutputOnly });
        var writes = Enumerable.Range(0, 32).Select(_ => process.WriteAsync(new byte[1 << 20])).ToArray();

        var refused = writes.Count(write => write.IsFaulted);
        Assert.InRange(writes.Length - refused, 16, 17); // 16 MiB, and what the pipe holds
        Assert.All(writes[^refused..], write => Assert.StartsWith("the process does not read: ", write.Exception!.InnerException!.Message, StringComparison.Ordinal));
        File.WriteAllText(Go, "");
        await Task.WhenAll(writes[..^refused]).LimitAsync();
        await process.WriteAsync(new byte[17 << 20]).LimitAsync(); // for nothing waits any more
        process.EndInput();

        await process.Exited.LimitAsync();
        Assert.Equal($"{(writes.Length - refused + 17) << 20}\n", recorder.Text(1));
    }

    [Fact]
    public async Task A_single_write_is_never_too_much()
    {
        var process = Run(Shell($"{Waiting}; wc -c") with { HasInput = true, Output = OutputPlan.OutputOnly });

        var much = process.WriteAsync(new byte[20 << 20]);

        Assert.False(much.IsCompleted);
        File.WriteAllText(Go, "");
        await much.LimitAsync();
        process.EndInput();
        await process.Exited.LimitAsync();
        Assert.Equal($"{20 << 20}\n", recorder.Text(1));
    }

    [Fact]
    public async Task Refuses_what_no_stream_takes()
    {
        var process = Run(Sleep);

        var failure = await Assert.ThrowsAsync<IOException>(() => process.WriteAsync("x"u8.ToArray()));

        Assert.Equal("stdin not redirected", failure.Message);
        process.Signal(Signals.Kill);
        await process.Exited.LimitAsync();
    }

    [Fact]
    public async Task A_custom_stream_can_be_read_and_written_by_both() // PR-09
    {
        var process = Run(Shell("read line <&3; echo \"got $line\" >&3") with { CustomStreams = 1 });

        await process.WriteAsync("hello\n"u8.ToArray(), 3).LimitAsync();

        await process.Exited.LimitAsync();
        Assert.Equal("got hello\n", recorder.Text(3));
    }

    [Fact]
    public async Task A_process_has_no_descriptors_but_its_own()
    {
        await Run(Shell("ls /proc/self/fd | tr '\\n' ' '") with { Output = OutputPlan.OutputOnly }).Exited.LimitAsync();

        Assert.Equal("0 1 2 3 ", recorder.Text(1)); // 3 is the folder that ls reads
    }

    [Fact]
    public async Task Inherits_descriptors_after_the_custom_streams()
    {
        var path = Path.Combine(folder, "inherited");
        await using (var file = File.Create(path))
        {
            await Run(Shell("printf inherited >&4") with { CustomStreams = 1, Inherited = [(int)file.SafeFileHandle.DangerousGetHandle()] }).Exited.LimitAsync();
        }

        Assert.Equal("inherited", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task An_inherited_socket_goes_both_ways() // PR-10
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ours = new TcpClient();
        ours.Connect((IPEndPoint)listener.LocalEndpoint);
        using var theirs = listener.AcceptSocket();

        var process = Run(Shell("read line <&3; echo \"got $line\" >&3") with { Inherited = [(int)theirs.Handle] });
        theirs.Close(); // it has its own
        var stream = ours.GetStream();
        stream.Write("hello\n"u8);

        using var reader = new StreamReader(stream);
        Assert.Equal("got hello\n", await reader.ReadToEndAsync().LimitAsync());
        await process.Exited.LimitAsync();
    }

    [Fact]
    public async Task Who_writes_to_a_process_that_ends_is_told() // DEF-34
    {
        var process = Run(Sleep with { HasInput = true });
        var waiting = process.WriteAsync(new byte[1_000_000]);
        Assert.False(waiting.IsCompleted);

        process.Signal(Signals.Kill);

        await Assert.ThrowsAsync<IOException>(() => waiting.LimitAsync());
        await process.Exited.LimitAsync();
        Assert.Contains("has ended", (await Assert.ThrowsAsync<IOException>(() => process.WriteAsync(new byte[1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_octets_go_in_and_out() // DEF-33
    {
        var process = Run(new ProcessOrder("cat", []) { HasInput = true, Output = OutputPlan.OutputOnly });
        byte[] octets = [.. Enumerable.Range(0, 256).Select(number => (byte)number)];

        await process.WriteAsync(octets);
        process.EndInput();

        await process.Exited.LimitAsync();
        Assert.Equal(octets, recorder.Octets(1));
    }

    [Fact]
    public async Task Has_the_environment_that_is_given_and_no_other()
    {
        await Run(Shell("/usr/bin/env | grep -vE '^(PWD|SHLVL|_)='") with { Output = OutputPlan.OutputOnly, Environment = new Dictionary<string, string> { ["ONLY"] = "this" } }).Exited.LimitAsync();

        Assert.Equal("ONLY=this\n", recorder.Text(1));
    }

    [Fact]
    public async Task Starts_in_its_folder_with_no_signal_ignored_and_in_a_session_of_its_own()
    {
        var process = Run(Shell("pwd; cut -d' ' -f6 /proc/$$/stat; grep SigIgn /proc/self/status") with { Output = OutputPlan.OutputOnly, WorkingDirectory = folder });

        await process.Exited.LimitAsync();
        var lines = recorder.Text(1).Split('\n');
        Assert.Equal([folder, $"{process.Id}"], lines[..2]);
        Assert.Equal(0L, Convert.ToInt64(lines[2].Split('\t')[1], 16) & 0x7FFFFFFF); // those above are the C library's own
    }

    [Theory]
    [InlineData("/nowhere/at/all", StartFailure.NoProgram, "/nowhere/at/all")]
    [InlineData("no-such-program-anywhere", StartFailure.NoProgram, "no-such-program-anywhere")]
    [InlineData("/etc/passwd", StartFailure.NotPermitted, "not executable")]
    public void Says_at_once_that_a_program_can_not_be_started(string program, StartFailure reason, string told)
    {
        var failure = Assert.Throws<ProcessStartException>(() => Run(new ProcessOrder(program, [])));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_at_once_that_the_folder_or_the_interpreter_is_not_there()
    {
        var script = Path.Combine(folder, "script");
        File.WriteAllText(script, "#!/no/interpreter\n");
        File.SetUnixFileMode(script, UnixFileMode.UserExecute | UnixFileMode.UserRead);

        Assert.Equal(StartFailure.NoProgram, Assert.Throws<ProcessStartException>(() => Run(new ProcessOrder(script, []))).Reason);
        Assert.Equal(StartFailure.NoWorkingDirectory, Assert.Throws<ProcessStartException>(() => Run(Sleep with { WorkingDirectory = "/nowhere" })).Reason);
    }

    [Fact]
    public async Task Ends_all_that_a_process_has_started()
    {
        var process = Run(Shell("sleep 1000 & setsid sleep 1001 & echo $!; wait") with { Output = OutputPlan.OutputOnly });
        await Limit.UntilAsync(() => recorder.Text(1).Contains('\n') && ProcessTree.Descendants(process.Id).Count == 2);
        var all = ProcessTree.Descendants(process.Id);

        process.SignalTree(Signals.Terminate);

        await process.Exited.LimitAsync();
        await Limit.UntilAsync(() => all.All(other => ProcessStat.Of(other) is null or { HasEnded: true }));
    }

    [Fact]
    public async Task Ends_what_a_process_has_left_behind_unless_told_otherwise()
    {
        var child = await LeftBehindAsync(mayLeaveOthers: false);
        await Limit.UntilAsync(() => ProcessStat.Of(child) is null or { HasEnded: true });

        var other = await LeftBehindAsync(mayLeaveOthers: true);
        Assert.False(ProcessStat.Of(other)!.HasEnded);
        using var left = System.Diagnostics.Process.GetProcessById(other);
        left.Kill();
    }

    [Fact]
    public async Task Runs_with_the_rights_and_limits_that_are_given() // DEF-01
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become another user");
        var order = Shell("umask; nice; ulimit -n; id -u; id -g; id -G; grep -E '^(Uid|Gid)' /proc/self/status | tr '\\t\\n' '  '") with
        {
            Output = OutputPlan.OutputOnly,
            Identity = Identity.Of("nobody", null),
            Umask = 0b_000_010_111,
            Nice = 7,
            Limits = [new ResourceLimit("nofile", 77)],
        };
        var before = File.ReadAllText("/proc/self/status").Split('\n').Where(line => line.StartsWith("Uid", StringComparison.Ordinal)).Single();

        await Run(order).Exited.LimitAsync();

        var (uid, gid) = (Identity.Of("nobody", null).User, Identity.Of("nobody", null).Group);
        Assert.Equal($"0027\n7\n77\n{uid}\n{gid}\n{gid}\nUid: {uid} {uid} {uid} {uid} Gid: {gid} {gid} {gid} {gid} ", recorder.Text(1));
        Assert.Equal(before, File.ReadAllText("/proc/self/status").Split('\n').Where(line => line.StartsWith("Uid", StringComparison.Ordinal)).Single());
    }

    [Fact]
    public void Knows_users_by_name_and_number()
    {
        Assert.Equal(Identity.Of("root", null).User, Identity.Of("0", null).User);
        Assert.Equal("root", Accounts.User("0")!.Name);
        Assert.Contains("no user 'nobody-of-that-name'", Assert.Throws<UnknownIdentityException>(() => Identity.Of("nobody-of-that-name", null)).Message, StringComparison.Ordinal);
        Assert.Contains("no group '4294967290'", Assert.Throws<UnknownIdentityException>(() => Identity.Of(null, "4294967290")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopts_a_process_but_never_another_of_the_same_number()
    {
        var process = Run(Sleep);

        Assert.Null(host.Adopt(process.Id, process.Started + 1));
        var adopted = host.Adopt(process.Id, process.Started)!;
        adopted.SignalTree(Signals.Terminate);

        Assert.Equal(Signals.Terminate, (await process.Exited.LimitAsync()).Signal);
        Assert.Equal(ProcessExit.Unknown, await adopted.Exited.LimitAsync());
        Assert.Null(host.Adopt(process.Id, process.Started));
    }

    [Fact]
    public async Task Goes_on_reading_what_others_write_that_may_be_left_behind()
    {
        var release = Path.Combine(folder, "release");
        var launcher = Run(Shell($"(while [ ! -e {release} ]; do sleep 0.01; done; printf later) & printf now") with { Output = OutputPlan.Merged, MayLeaveOthers = true });
        await launcher.Exited.LimitAsync();
        Assert.Equal("now", recorder.Text(1));

        File.WriteAllText(release, "");

        await Limit.UntilAsync(() => recorder.Text(1) == "nowlater");
    }

    [Fact]
    public async Task Reads_no_more_once_its_ends_are_closed()
    {
        var (release, refused) = (Path.Combine(folder, "release"), Path.Combine(folder, "refused"));
        var launcher = Run(Shell($"(trap '' PIPE; while [ ! -e {release} ]; do sleep 0.01; done; printf later || : >{refused}) & printf now") with { Output = OutputPlan.OutputOnly, MayLeaveOthers = true });
        await launcher.Exited.LimitAsync();

        launcher.CloseStreams();
        File.WriteAllText(release, "");

        await Limit.UntilAsync(() => File.Exists(refused));
        Assert.Equal("now", recorder.Text(1));
    }

    private string Go => Path.Combine(folder, "go");

    /// <summary>Has a shell wait until there is a file, or the test is over.</summary>
    private string Waiting => $"while [ -d {folder} ] && [ ! -e {Go} ]; do sleep 0.01; done";

    private static ProcessOrder Sleep => new("sleep", ["1000"]);

    private static ProcessOrder Shell(string script) => new("/bin/sh", ["-c", script]) { Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };

    private ChildProcess Run(ProcessOrder order) => host.Start(order, recorder.Receive);

    private async Task<int> LeftBehindAsync(bool mayLeaveOthers)
    {
        var recorder = new Recorder();
        var process = host.Start(Shell("sleep 1000 >/dev/null & echo $!") with { Output = OutputPlan.OutputOnly, MayLeaveOthers = mayLeaveOthers }, recorder.Receive);
        await process.Exited.LimitAsync();
        return int.Parse(recorder.Text(1), System.Globalization.CultureInfo.InvariantCulture);
    }
}
