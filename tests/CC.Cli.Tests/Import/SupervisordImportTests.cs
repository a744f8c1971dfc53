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
    [InlineData("[program:x]\nuser=a", "[program:x] has no command")]
    [InlineData("[program:x]\ncommand=", "[program:x] has no command")]
    [InlineData("[program:x]\ncommand=run 'a", "the quote ' is not closed")]
    [InlineData("[program:x]\nwhat", "x.conf:2: 'what' is neither")]
    [InlineData("[program:x]\ncommand=a\nstopsignal=STOPPED", "stop_signal is \"STOPPED\"")]
    [InlineData("[program:x]\ncommand=a\nprocess_name=y\n[program:y]\ncommand=a", "there are 2 jobs y")]
    [InlineData("[supervisord]", "has nothing that a job could be made of")]
    public void What_no_job_can_be_made_of_is_refused(string content, string told)
    {
        var failure = Assert.Throws<CommandFailure>(() => Read(content));

        Assert.Equal(ExitCode.Usage, failure.Code);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
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
