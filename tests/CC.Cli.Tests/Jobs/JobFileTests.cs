using CC.Cli.Jobs;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Jobs;

public sealed class JobFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"name": "a", "name": "b", "cmd": "x"}""", "'name'")]
    [InlineData("""{"jobs": [{"name": "a", "cmd": "x", "env": {"A": "1", "A": "2"}}]}""", "'A'")]
    public void What_is_there_twice_is_named(string content, string told)
    {
        var failure = Assert.Throws<CommandFailure>(() => JobFile.Read(folder.File("jobs.json", content), "default"));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.Contains("jobs.json", failure.Message, StringComparison.Ordinal);
    }
}
