using CC.Sdk.Testing;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Diagnostics;

public sealed partial class LoggingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_look_as_the_originals_do()
    {
        Write(Verbosity.Normal, logger => Log.Spoken(logger, "hello"));

        Assert.Matches($@"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d,\d{{3}} {Environment.ProcessId} INFO h:test.Spoken: it says hello$", Assert.Single(Lines()));
    }

    [Fact]
    public void Verbose_lines_have_neither_date_nor_process()
    {
        Write(Verbosity.Debug, logger => logger.LogWarning("hello"));

        Assert.Matches(@"^\d\d:\d\d:\d\d,\d{3} WARNING h:test: hello$", Assert.Single(Lines()));
    }

    [Theory]
    [InlineData(Verbosity.Quiet, "WARNING ERROR CRITICAL")]
    [InlineData(Verbosity.Normal, "INFO WARNING ERROR CRITICAL")]
    [InlineData(Verbosity.Debug, "DEBUG INFO WARNING ERROR CRITICAL")]
    [InlineData(Verbosity.Trace, "TRACE DEBUG INFO WARNING ERROR CRITICAL")]
    internal void The_verbosity_decides_which_lines_there_are(Verbosity verbosity, string levels)
    {
        Write(verbosity, logger => Array.ForEach(Enum.GetValues<LogLevel>(), level => logger.Log(level, "hello")));

        Assert.Equal(levels.Split(' '), Lines().Select(line => line.Split(' ')[^3]));
    }

    [Fact]
    public void An_exception_follows_its_line()
    {
        Write(Verbosity.Normal, logger => logger.LogError(new InvalidOperationException("on purpose"), "failed"));

        Assert.EndsWith("failed", Lines()[0], StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException: on purpose", Lines()[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_file_that_has_grown_is_put_aside_and_as_many_are_kept_as_asked_for(int count)
    {
        Write(Verbosity.Normal, logger =>
        {
            for (var i = 0; i < 200; i++)
            {
                logger.LogInformation("line {Number} {Filling}", i, new string('x', 100));
            }
        }, size: 4096, count);

        Assert.Equal(count, Directory.GetFiles(folder.Path).Length - 1);
        Assert.True(new FileInfo(folder["cc.log"]).Length < 5000);
        Assert.Contains(" line 199 ", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_with_a_layouts_signs_in_it_is_a_path_all_the_same()
    {
        Write(Verbosity.Normal, logger => logger.LogInformation("hello"), name: "${level}.log");

        Assert.True(File.Exists(folder["${level}.log"]));
    }

    private void Write(Verbosity verbosity, Action<ILogger> write, long size = 1024 * 1024, int count = 3, string name = "cc.log")
    {
        using var loggers = Logging.Create(new LogModel(folder[name], size, count, verbosity, ToConsole: false));
        write(loggers.CreateLogger("h:test"));
    }

    private string[] Lines() => File.ReadAllLines(folder["cc.log"]);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "it says {Text}")]
        public static partial void Spoken(ILogger logger, string text);
    }
}
