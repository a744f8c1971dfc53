using CC.Plugins.LogTail;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.LogTail;

public sealed class LogTailOptionsTests
{
    private const string Least = "logdir = /var/log\nsave-file = /tmp/save\n";

    [Fact]
    public void The_least_that_has_to_be_said_has_the_defaults_of_the_original()
    {
        var options = OptionsOf.Section<LogTailOptions>($"{Least}logmask = *.log");

        Assert.Equal((false, 1024 * 1024, "pub.logtail", CC.Plugins.LogTail.FileMode.Text), (options.IsRotated, options.FragmentSize, options.MessageType, options.FileMode));
    }

    [Theory]
    [InlineData("", "logmask")]
    [InlineData("operation-mode = rotated", "logname")]
    [InlineData("operation-mode = rotated\nlogname = app*.log", "logname")]
    [InlineData("operation-mode = rotated\nlogname = ../app.log", "logname")]
    [InlineData("operation-mode = other\nlogmask = *", "operation-mode")]
    [InlineData("logmask = *\ncompression = zip", "compression")]
    [InlineData("logmask = *\nmsg-suffix = a b", "msg-suffix")]
    [InlineData("logmask = *\nack-timeout = 0", "ack-timeout")]
    [InlineData("logmask = *\nsavefile = x", "savefile")]
    public void What_can_not_work_is_refused(string lines, string option) =>
        Assert.Contains(option, Assert.Throws<OptionsException>(() => OptionsOf.Section<LogTailOptions>(Least + lines)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("buffer-bytes = 100", 100)]
    [InlineData("buffer-bytes = 100\ncompression = gzip", 64 * 1024)]
    [InlineData("buffer-lines = 5", 1024 * 1024)]
    public void Fragments_have_a_greatest_length(string lines, int octets) =>
        Assert.Equal(octets, OptionsOf.Section<LogTailOptions>($"{Least}logmask = *\n{lines}").FragmentSize);

    [Fact]
    public void The_position_is_saved_beside_the_pidfile_where_nothing_else_is_said() =>
        Assert.Equal("/run/cc.d_logtail.save", OptionsOf.Section<LogTailOptions>("logdir = /var/log\nlogmask = *\npidfile = /run/cc.d_logtail.pid").PathOfSaveFile);
}
