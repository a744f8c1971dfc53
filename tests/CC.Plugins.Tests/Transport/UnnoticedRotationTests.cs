using CC.Files;

namespace CC.Plugins.Tests.Transport;

/// <summary>A log that is rotated several times while its tailer does not look.</summary>
public sealed class UnnoticedRotationTests : IDisposable
{
    private readonly ModelTransport transport = new(tailer => tailer with { StartPosition = CC.Plugins.LogTail.StartPosition.Beginning });

    public void Dispose() => transport.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_renamed_twice_after_the_log_was_empty_arrives_in_order_each_as_itself(bool isKilled)
    {
        BeginWithAnEmptyLog();

        Write("one\n");
        Rename("app.log.2");
        Write("two\n");
        Rename("app.log.1");
        Write("three\n");
        GoOn(isKilled);

        Assert.Equal(["zero\n", "one\n", "two\n", "three\n"], Stored());
    }

    [Fact]
    public void What_was_copied_twice_after_the_log_was_empty_arrives_in_order()
    {
        BeginWithAnEmptyLog();

        Write("one\n");
        CopyAndCut("app.log.2");
        Write("two\n");
        CopyAndCut("app.log.1");
        Write("three\n");
        GoOn(isKilled: false);

        Assert.Equal(["zero\n", "one\n", "two\n", "three\n"], Stored());
    }

    [Fact]
    public void What_was_copied_and_then_renamed_arrives_in_order()
    {
        BeginWithAnEmptyLog();
        Write("one, the first half\n");
        transport.Heal();

        Write("one, the second half\n");
        CopyAndCut("app.log.3");
        Write("two\n");
        Rename("app.log.2");
        Write("three\n");
        Rename("app.log.1");
        Write("four\n");
        GoOn(isKilled: false);

        Assert.Equal(["zero\n", "one, the first half\none, the second half\n", "two\n", "three\n", "four\n"], Stored());
    }

    /// <summary>The log has been rotated, and the tailer follows the new one, in which nothing is yet.</summary>
    private void BeginWithAnEmptyLog()
    {
        Write("zero\n");
        transport.Tailer.Restart(isKilled: false);
        transport.Heal();
        Rename("app.log.9");
        Write("");
        transport.Heal();
        transport.Tailer.Save();
        AwaitNextBirth();
    }

    private void GoOn(bool isKilled)
    {
        if (isKilled)
        {
            transport.Tailer.Restart(isKilled: true);
        }

        transport.Heal();
    }

    private void Write(string text) => File.AppendAllText(transport.Log.Path, text);

    private void Rename(string name)
    {
        File.Move(transport.Log.Path, Path.Combine(transport.Logs, name));
        AwaitNextBirth();
    }

    private void CopyAndCut(string name)
    {
        File.Copy(transport.Log.Path, Path.Combine(transport.Logs, name));
        File.WriteAllText(transport.Log.Path, "");
        AwaitNextBirth();
    }

    private IEnumerable<string> Stored() => transport.Targets().Select(File.ReadAllText);

    private void AwaitNextBirth()
    {
        var probe = Path.Combine(transport.Logs, "birth");
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
        do
        {
            File.Delete(probe);
            File.WriteAllText(probe, "");
        }
        while (FileStatus.Of(probe)!.Value.Identity.Birth <= now);

        File.Delete(probe);
    }
}
