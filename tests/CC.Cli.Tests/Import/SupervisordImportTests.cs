using CC.Cli.Import;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Import;

public sealed class SupervisordImportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", """{"name":"x","cmd":"run","os_env":true,"restart":"on-failure","redirect_output":["out","err"]}""")]
    [InlineData("autorestart=true", """{"name":"x","cmd":"run","os_env":true,"redirect_output":["out","err"]}""")]
    [InlineData("autorestart=False", """{"name":"x","cmd":"run","os_env":true,"restart":"never","redirect_output":["out","err"]}""")]
    [InlineData("autorestart=unexpected\nexitcodes=0", """{"name":"x","cmd":"run","os_env":true,"restart":"on-failure","redirect_output":["out","err"]}""")]
    [InlineData("startsecs=0", """{"name":"x","cmd":"run","os_env":true,"restart":"on-failure","backoff":{"reset_after":0},"redirect_output":["out","err"]}""")]
    [InlineData("startsecs=0\nautorestart=true", """{"name":"x","cmd":"run","os_env":true,"backoff":{"reset_after":0},"redirect_output":["out","err"]}""")]
    [InlineData("startsecs=2\nstartretries=3\nautorestart=true", """{"name":"x","cmd":"run","os_env":true,"backoff":{"initial":1,"cap":3,"jitter":0,"reset_after":2},"flapping":{"attempts":4,"window":9,"max_retry":0},"redirect_output":["out","err"]}""")]
    [InlineData("startretries=2", """{"name":"x","cmd":"run","os_env":true,"restart":"on-failure","backoff":{"initial":1,"cap":2,"jitter":0},"flapping":{"attempts":3,"window":3,"max_retry":0},"redirect_output":["out","err"]}""")]
    [InlineData("stdout_logfile=/a ; where\nstdout_logfile_maxbytes=1KB\nstderr_logfile=NONE", """{"name":"x","cmd":"run","os_env":true,"restart":"on-failure","redirect_output":["out"],"logs":{"out":{"path":"/a","max_size":1024}}}""")]
    [InlineData("process_name=%(program_name)s-%(process_num)03d", """{"name":"x-000","cmd":"run","os_env":true,"restart":"on-failure","redirect_output":["out","err"]}""")]
    [InlineData("environment=A=\"%%\",B=c\nuser = %(group_name)s", """{"name":"x","cmd":"run","env":{"A":"%","B":"c"},"os_env":true,"uid":"x","restart":"on-failure","redirect_output":["out","err"]}""")]
    public void A_program_is_a_job_and_nothing_need_be_told(string settings, string expected)
    {
        var imported = Read($"[program:x]\ncommand=run\n{settings}\n");

        Assert.Equal(expected, imported.Jobs.Single().ToJsonString());
        Assert.Empty(imported.Notes);
    }

    [Theory]
    [InlineData("autorestart=maybe", "x.conf:3: [program:x] autorestart = maybe: is none of true, false and unexpected")]
    [InlineData("autostart=maybe", "x.conf:3: [program:x] autostart = maybe: is not true or false")]
    [InlineData("stopwaitsecs=soon", "x.conf:3: [program:x] stopwaitsecs = soon: is not a whole number")]
    [InlineData("numprocs=many", "x.conf:3: [program:x] numprocs = many: is not a whole number")]
    [InlineData("startsecs=0\nstartretries=3", "x.conf:4: [program:x] startretries = 3: with startsecs = 0 no end is a start that has failed")]
    [InlineData("startretries=1000000", "no more than 999 are counted")]
    [InlineData("startsecs=3", "startsecs = 3: an end with 0 is a success here, however soon")]
    [InlineData("autorestart=false\nstartsecs=3", "startsecs = 3: it is not started again here")]
    [InlineData("autorestart=false\nstartretries=3", "startretries = 3: it is not started again here")]
    [InlineData("exitcodes=0,2", "only 0 is an end as expected here")]
    [InlineData("numprocs=2\nprocess_name=%(program_name)s_%(process_num)02d", "the processes of a job have numbers, no names")]
    [InlineData("priority=1", "the jobs stand in that order")]
    [InlineData("stopasgroup=false", "gets the signal here, always")]
    [InlineData("environment=A", "x.conf:3: [program:x] environment = A: can't be read")]
    [InlineData("directory=%(nowhere)s", "nobody knows %(nowhere)s here")]
    [InlineData("directory=%(ENV_HERE)s", "%(ENV_HERE)s is '/there' from now on")]
    [InlineData("stdout_logfile=/dev/stdout\nstdout_logfile_maxbytes=0", "is no file that can be put aside")]
    [InlineData("stdout_logfile=/a\nstdout_logfile_maxbytes=3GB", "2147483647 is the most here")]
    [InlineData("redirect_stderr=true\nstderr_logfile=/e", "redirect_stderr has it go")]
    [InlineData("killasgroup=false", "is killed with it here, always")]
    [InlineData("stdout_capture_maxbytes=1MB", "as it comes")]
    [InlineData("stdout_syslog=true", "logger(1)")]
    [InlineData("[group:g]\nprograms=y", "there is no [program:y]")]
    [InlineData("[group:g h]\nprograms=x", "this one is g-h")]
    [InlineData("[include]\nfiles=none.conf", "there is no file none.conf")]
    [InlineData("[fcgi-program:y]\nsocket=tcp://:1", "[fcgi-program:y] socket")]
    [InlineData("[other]\na=b", "nobody knows the section here")]
    public void What_is_not_imported_as_it_is_is_told(string settings, string told)
    {
        var imported = Read($"[program:x]\ncommand=run\n{settings}\n");

        Assert.Contains(imported.Notes, note => note.ToString().Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[program:x]\nuser=a", "x.conf:1: [program:x]: has no command; write command=...")]
    [InlineData("[program:x]\ncommand=", "x.conf:2: [program:x] command = : has no command")]
    [InlineData("[program:x]\ncommand=run 'a", "the quote ' is not closed")]
    [InlineData("[program:x]\nwhat", "x.conf:2: [program:x] 'what': is neither")]
    [InlineData("[program:x]\ncommand=a\nstopsignal=STOPPED", "x.conf:3: [program:x] stopsignal = STOPPED: stop_signal is \"STOPPED\"; it has to be")]
    [InlineData("[program:x]\ncommand=a\nstartretries=-1", "x.conf:3: [program:x] startretries = -1: flapping.attempts is 0")]
    [InlineData("[program:x]\ncommand=a\nprocess_name=y\n[program:y]\ncommand=a", "there are 2 jobs y")]
    [InlineData("[supervisord]", "has nothing that a job could be made of")]
    public void What_no_job_can_be_made_of_is_refused(string content, string told)
    {
        var failure = Assert.Throws<CommandFailure>(() => Read(content));

        Assert.Equal(ExitCode.Usage, failure.Code);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_in_the_order_of_the_lines()
    {
        folder.File("y.conf", "[program:y]\nuser=me\n");
        folder.File("z.conf", "nothing\n");

        var failure = Assert.Throws<CommandFailure>(() => Read("""
            [program:x]
            command=run 'a
            umask=9
            stopwaitsecs=-1
            [program:w]
            [program:v]
            command=a
            noise
            [include]
            files=y.conf z.conf
            """));

        string[] expected =
        [
            $"FILE {folder.Path}/x.conf: no jobs are made of it, as there is something wrong with it:",
            "x.conf:2: [program:x] command = run 'a: ",
            "x.conf:5: [program:w]: has no command; write command=...",
            "x.conf:8: [program:v] 'noise': is neither",
            "y.conf:1: [program:y]: has no command",
            "z.conf:1: 'nothing': is neither",
        ];
        Assert.Equal(expected.Length, failure.Message.Split('\n').Length);
        Assert.All(failure.Message.Split('\n').Zip(expected), pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void Several_settings_of_one_program_are_told_at_once()
    {
        var failure = Assert.Throws<CommandFailure>(() => Read("[program:x]\ncommand=a\numask=9\nstopwaitsecs=-1\nstopsignal=NONE\n"));

        Assert.Contains("x.conf:3: [program:x] umask = 9: umask is \"9\"; it has to be", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x.conf:4: [program:x] stopwaitsecs = -1: graceful_timeout is -1; it has to be", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x.conf:5: [program:x] stopsignal = NONE: stop_signal is \"NONE\"; it has to be", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_of_a_file_with_errors()
    {
        var ran = await Ctl.RunAsync("jobs", "import", folder.File("x.conf", "[program:x]\n[program:y]\n[program:z]\ncommand=z\n"));

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Equal("", ran.Output);
        Assert.Contains("x.conf:1: [program:x]: has no command", ran.Error, StringComparison.Ordinal);
        Assert.Contains("x.conf:2: [program:y]: has no command", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_stand_in_the_order_of_their_priorities()
    {
        var imported = Read("[program:c]\ncommand=c\n[program:b]\ncommand=b\npriority=5\n[program:a]\ncommand=a\n[group:g]\nprograms=a\npriority=1\n");

        Assert.Equal(["g.a", "b", "c"], imported.Jobs.Select(job => (string?)job["name"]));
    }

    private Imported Read(string content) =>
        Importer.Read(folder.File("x.conf", content), null, "", null, name => name == "HERE" ? "/there" : null);
}
