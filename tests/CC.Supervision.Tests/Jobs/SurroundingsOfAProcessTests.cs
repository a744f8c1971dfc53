using System.Text;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;
using CC.Supervision.Streams;

namespace CC.Supervision.Tests.Jobs;

/// <summary>What a job's processes are given: environment, shell, identity.</summary>
public sealed class SurroundingsOfAProcessTests : IAsyncDisposable
{
    private readonly Playground play = new();

    private Supervisor Supervisor => play.Supervisor;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task A_shell_gets_the_whole_command_line() // DEF-17
    {
        var text = await OutputAsync(new JobConfig("shell", "echo 'one  two' $X \"$(echo three)\" | tr a-z A-Z; echo \"$0\"") { UsesShell = true, Environment = Only("X", "four").Add("PATH", "/usr/bin:/bin") });

        Assert.Equal("ONE  TWO FOUR THREE\n/bin/sh\n", text);
    }

    [Fact]
    public async Task Variables_stand_in_the_command_line_and_in_the_arguments() // PR-11
    {
        var text = await OutputAsync(new JobConfig("words", "echo $NULL_PATH") { Arguments = ["a${NULL_PATH}b", "$$NULL_PATH"], Environment = Only("NULL_PATH", "/dev/null") });

        Assert.Equal("/dev/null a/dev/nullb $NULL_PATH\n", text);
    }

    [Fact]
    public async Task The_jobs_own_variables_win_and_those_of_this_process_are_not_shown() // DEF-18
    {
        var inherited = Environment.GetEnvironmentVariables().Keys.Cast<string>().First(name => name is not ("PATH" or "HOME"));
        Supervisor.Load(JobConfigReader.Read(Playground.Json("""{"name": "own", "cmd": "sleep 1000", "os_env": true, "env": {"HOME": "/mine"}}""")), environment: Only("GIVEN", "once"));
        Supervisor.Load(Playground.Sleeper("next"));

        var variables = (await EnvironmentAsync(1)).Split('\0');
        Assert.Contains("HOME=/mine", variables);
        Assert.Contains("GIVEN=once", variables);
        Assert.Contains(variables, variable => variable.StartsWith($"{inherited}=", StringComparison.Ordinal));
        Assert.Equal("""{"HOME":"/mine"}""", Supervisor.Info("own").Config["env"]!.ToJsonString());
        Assert.DoesNotContain("GIVEN", await EnvironmentAsync(2), StringComparison.Ordinal);
        Assert.DoesNotContain($"{inherited}=", await EnvironmentAsync(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_runs_as_the_user_and_group_that_it_names_or_not_at_all() // DEF-01
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become another user");
        var nobody = Identity.Of("nobody", null);
        Supervisor.Load(Playground.Sleeper() with { User = "nobody", Group = $"{nobody.Group}" });

        var status = await File.ReadAllLinesAsync($"/proc/{Supervisor.ProcessInfo(1).OsPid}/status");
        Assert.Contains($"Uid:\t{nobody.User}\t{nobody.User}\t{nobody.User}\t{nobody.User}", status);
        Assert.Contains($"Gid:\t{nobody.Group}\t{nobody.Group}\t{nobody.Group}\t{nobody.Group}", status);
        Assert.DoesNotContain("0", status.Single(line => line.StartsWith("Groups:", StringComparison.Ordinal)).Split('\t', ' '));

        var folder = Path.Combine(play.Folder, "closed");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.Copy("/bin/true", Path.Combine(folder, "program"));
        Assert.Equal(400, Assert.Throws<SupervisorException>(() => Supervisor.Load(new JobConfig("closed", Path.Combine(folder, "program")) { User = "nobody" })).Code);
        Assert.DoesNotContain("default.closed", Supervisor.Jobs());
    }

    private async Task<string> OutputAsync(JobConfig job)
    {
        var output = new StringBuilder();
        Supervisor.Load(job with { Restart = RestartPolicy.Never, OutputLabels = ["out"] }, start: false);
        Supervisor.SubscribeOutput(job.Name, new OutputFilter(), chunk => output.Append(Encoding.UTF8.GetString(chunk.Data.Span)));
        Supervisor.Start(job.Name);
        await play.HappenedAsync("exit");
        return output.ToString();
    }

    /// <summary>The kernel shows it a moment after the program has begun.</summary>
    private async Task<string> EnvironmentAsync(int pid)
    {
        var text = "";
        await Limit.UntilAsync(() => (text = File.ReadAllText($"/proc/{Supervisor.ProcessInfo(pid).OsPid}/environ")).Length > 0);
        return text;
    }

    private static System.Collections.Immutable.ImmutableDictionary<string, string> Only(string name, string value) => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(name, value);
}
