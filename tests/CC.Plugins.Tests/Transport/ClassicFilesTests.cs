using CC.Plugins.LogTail;

namespace CC.Plugins.Tests.Transport;

/// <summary>What the READMEs say becomes of files that are not just appended to.</summary>
public sealed class ClassicFilesTests : IDisposable
{
    private readonly ModelTransport transport = new(options =>
        options with { OperationMode = OperationMode.Classic, Logname = "", Logmask = "*.log", StartPosition = StartPosition.Beginning });

    public void Dispose() => transport.Dispose();

    [Fact]
    public void One_made_anew_is_appended_to_the_copy_of_the_one_before()
    {
        Write("app.log", "one\n");
        transport.Heal();
        File.Move(Path.Combine(transport.Logs, "app.log"), Path.Combine(transport.Logs, "app.old"));
        Write("app.log", "two\n");
        transport.Heal();

        Assert.Single(transport.Targets());
        Assert.Equal("one\ntwo\n", transport.Stored());
    }

    [Fact]
    public void A_backslash_separates_folders()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there it always does");
        Write(@"a\b.log", "one\n");

        transport.Heal();

        Assert.EndsWith("--b.log", Assert.Single(transport.Targets()));
    }

    [Fact]
    public void An_empty_one_has_no_copy()
    {
        Write("app.log", "");

        transport.Heal();

        Assert.Empty(transport.Targets());
    }

    private void Write(string name, string text) => File.AppendAllText(Path.Combine(transport.Logs, name), text);
}
