using CC.Sdk.Testing;

namespace CC.Cli.Tests.Import;

/// <summary>Whole configurations of each kind: what becomes of every setting in them stands beside them, jobs in <c>.jobs.json</c>, and what is told in <c>.notes</c>.</summary>
public sealed class ImportedSamplesTests
{
    private const string Folder = "tests/CC.Cli.Tests/Import/samples";

    [Theory]
    [InlineData("supervisord.conf")]
    [InlineData("ecosystem.json", "--env", "production")]
    [InlineData("process-compose.yaml")]
    public async Task Every_setting_is_imported_or_told(string file, params string[] options)
    {
        var ran = await Ctl.RunAsync(null, false, name => name == "SHOP_ROOT" ? "/srv" : null, ["jobs", "import", At(file), .. options]);

        Assert.Equal(ExitCode.Ok, ran.Code);
        Assert.Equal(await Expected($"{file}.jobs.json", ran.Output), WithoutFolder(ran.Output));
        Assert.Equal(await Expected($"{file}.notes", ran.Error), WithoutFolder(ran.Error));
    }

    [Theory]
    [InlineData("supervisord.conf")]
    [InlineData("ecosystem.json")]
    [InlineData("process-compose.yaml")]
    public async Task What_has_no_counterpart_is_an_error_if_that_is_asked_for(string file)
    {
        var ran = await Ctl.RunAsync("jobs", "import", At(file), "--strict");

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Equal("", ran.Output);
        Assert.Contains("of its settings have no counterpart", ran.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private static string At(string file) => RepositoryFolder.At($"{Folder}/{file}");

    private static string WithoutFolder(string text) => text.Replace(RepositoryFolder.At(Folder), "FOLDER", StringComparison.Ordinal);

    /// <summary>With <c>CC_ACCEPT_IMPORTED=1</c> what is written now is what is to be written from now on.</summary>
    private static async Task<string> Expected(string file, string written)
    {
        if (Environment.GetEnvironmentVariable("CC_ACCEPT_IMPORTED") == "1")
        {
            await File.WriteAllTextAsync(At(file), WithoutFolder(written));
        }

        return await File.ReadAllTextAsync(At(file));
    }
}
