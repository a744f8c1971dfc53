using System.Diagnostics;
using CC.Sdk.Testing;
using CC.Server.Lifetime;

namespace CC.Server.Tests.Lifetime;

public sealed class PidFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Holds_the_id_of_this_process_until_it_is_disposed()
    {
        var path = folder["run/deeper/cc.pid"];
        var file = PidFile.TryCreate(path, out _)!;
        var content = File.ReadAllText(path);

        file.Dispose();

        Assert.Equal($"{Environment.ProcessId}\n", content);
        Assert.False(File.Exists(path));
        Assert.Empty(Directory.GetFiles(folder["run/deeper"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no number")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("99999999999999")]
    [InlineData("2147483647")]
    public void What_names_no_living_process_is_nobodys(string content) =>
        Assert.Null(PidFile.OtherProcess(folder.File("cc.pid", content)));

    [Fact]
    public void A_file_that_is_missing_is_nobodys() => Assert.Null(PidFile.OtherProcess(folder["none/cc.pid"]));

    [Fact]
    public void This_process_is_no_other() => Assert.Null(PidFile.OtherProcess(folder.File("cc.pid", $"{Environment.ProcessId}")));

    [Fact]
    public void Names_another_process_while_it_lives()
    {
        using var other = Process.Start("sleep", "1000");
        var path = folder.File("cc.pid", $"{other.Id}\n");

        var alive = PidFile.OtherProcess(path);
        Assert.Equal(SignalOutcome.Sent, Signals.Send(other.Id, Signals.Terminate));
        other.WaitForExit();

        Assert.Equal(other.Id, alive);
        Assert.Null(PidFile.OtherProcess(path));
        Assert.Equal(SignalOutcome.NoProcess, Signals.Send(other.Id, Signals.Terminate));
    }

    [Fact]
    public async Task Who_comes_while_another_one_looks_and_writes_waits_for_it()
    {
        using var other = Process.Start("sleep", "1000");
        Task<int?> second;
        using (FolderLock.Take(folder.Path))
        {
            second = Task.Run(() =>
            {
                Assert.Null(PidFile.TryCreate(folder["cc.pid"], out var running));
                return running;
            });
            await Task.Delay(100);
            Assert.False(second.IsCompleted);
            folder.File("cc.pid", $"{other.Id}");
        }

        Assert.Equal(other.Id, await second);
        other.Kill();
        await other.WaitForExitAsync();
    }

    [Fact]
    public void Is_left_alone_when_somebody_else_has_written_it_meanwhile()
    {
        var file = PidFile.TryCreate(folder["cc.pid"], out _)!;
        folder.File("cc.pid", "1");

        file.Dispose();

        Assert.Equal("1", File.ReadAllText(folder["cc.pid"]));
    }
}
