using CC.Cli.Jobs;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Jobs;

public sealed class ProcfileTests : IDisposable
{
    private static readonly Dictionary<string, int> None = [];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Has_a_job_a_line_with_the_variables_beside_it()
    {
        folder.File(".env", "A=1\n# B=2\nC=\"x y\"\nGAFFER_REDIRECT_INPUT=web other\nnothing\n");
        var more = folder.File("more.env", "A=2\n");
        var file = folder.File("Procfile", "web: bundle exec thin start -p $PORT\n\n# a comment\nwork-er:  rake 'jobs: work'  \n");

        var jobs = Procfile.Read(file, null, [more], new Dictionary<string, int> { ["web"] = 3 });

        var session = Path.GetFileName(Path.GetDirectoryName(file))!;
        Assert.Equal([(session, "web", "bundle exec thin start -p $PORT", 3, true), (session, "work-er", "rake 'jobs: work'", 1, false)],
            jobs.Select(job => (job.Session, (string)job.Config["name"]!, (string)job.Config["cmd"]!, (int)job.Config["numprocesses"]!, (bool)job.Config["redirect_input"]!)));
        Assert.Equal("""{"A":"2","C":"x y","GAFFER_REDIRECT_INPUT":"web other"}""", jobs[0].Config["env"]!.ToJsonString());
        Assert.Equal([5000, 5100], jobs.Select(job => (int)job.Config["port"]!));
        Assert.Equal("app", Procfile.Read(file, "app", [], None)[0].Session);
    }

    [Theory]
    [InlineData("web thin", "Procfile:1: 'web thin' is no job")]
    [InlineData("a: b\nb.c: d", "Procfile:2: 'b.c: d' is no job")]
    [InlineData("a:", "'a:' is no job")]
    public void A_line_that_is_none_is_named(string content, string told)
    {
        var failure = Assert.Throws<CommandFailure>(() => Procfile.Read(folder.File("Procfile", content), null, [], None));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_may_have_any_name()
    {
        Directory.CreateDirectory(folder["my app.v2-ü"]);
        var file = folder.File("my app.v2-ü/Procfile", "web: x");

        Assert.Equal("my-app-v2--", Procfile.Read(file, null, [], None)[0].Session);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Assert.Contains("can't be read", Assert.Throws<CommandFailure>(() => Procfile.Read(folder["Procfile"], null, [], None)).Message, StringComparison.Ordinal);
        var file = folder.File("Procfile", "web: x");
        Assert.Contains("--concurrency worker", Assert.Throws<CommandFailure>(() => Procfile.Read(file, null, [], new Dictionary<string, int> { ["worker"] = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("nothing.env", Assert.Throws<CommandFailure>(() => Procfile.Read(file, null, [folder["nothing.env"]], None)).Message, StringComparison.Ordinal);
    }
}
