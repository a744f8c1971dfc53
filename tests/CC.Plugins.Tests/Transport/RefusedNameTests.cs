using CC.Plugins.LogTail;

namespace CC.Plugins.Tests.Transport;

/// <summary>A file that the receiver will never store does not hold up those that come after it.</summary>
public sealed class RefusedNameTests
{
    [Fact]
    public void A_name_with_a_line_end_is_given_up_told_once_and_followed_by_the_next_file()
    {
        using var transport = new ModelTransport(Classic);
        Write(transport, "a.log", "from a\n");
        transport.Tailer.Restart(isKilled: false);
        transport.Heal();
        Write(transport, "m\nb.log", new string('x', 1000));
        Write(transport, "z.log", "from z\n");

        transport.Heal();

        Assert.Equal("from a\nfrom z\n", transport.Stored());
        Assert.Equal(1000, transport.Tailer.Metrics["tailed_refused_bytes"]);
        var told = Assert.Single(transport.Tailer.Logger.Lines, line => line.Text.Contains("stores no file of the name", StringComparison.Ordinal));
        Assert.Contains(@"/m\nb.log", told.Text);
    }

    [Fact]
    public void The_last_file_is_given_up_too_and_what_follows_after_a_restart_is_carried()
    {
        using var transport = new ModelTransport(Classic);
        Write(transport, "m\nb.log", "refused\n");
        transport.Heal();
        transport.Tailer.Restart(isKilled: false);
        Write(transport, "m\nb.log", "and more\n");
        transport.Heal();

        Write(transport, "z.log", "from z\n");
        transport.Heal();

        Assert.Equal("from z\n", transport.Stored());
        Assert.Equal(17, transport.Tailer.Metrics["tailed_refused_bytes"]);
    }

    [Fact]
    public void A_rotated_name_that_has_no_room_for_the_time_is_given_up()
    {
        var name = new string('n', 240);
        using var transport = new ModelTransport(tailer => tailer with { Logname = name, StartPosition = StartPosition.Beginning });
        Write(transport, name, "refused\n");

        transport.Heal();

        Assert.Equal(8, transport.Tailer.Metrics["tailed_refused_bytes"]);
        Assert.Equal(0, transport.Writer.Metrics["count.dropped.write-failed"]);
        Assert.Empty(transport.Targets());
    }

    private static LogTailOptions Classic(LogTailOptions options) =>
        options with { OperationMode = OperationMode.Classic, Logname = "", Logmask = "*.log", StartPosition = StartPosition.Beginning };

    private static void Write(ModelTransport transport, string name, string text) => File.AppendAllText(Path.Combine(transport.Logs, name), text);
}
