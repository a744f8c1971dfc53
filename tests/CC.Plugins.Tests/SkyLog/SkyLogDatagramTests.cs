using System.Text;
using CC.Plugins.SkyLog;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.SkyLog;

public sealed class SkyLogDatagramTests
{
    /// <summary>When the clock stands.</summary>
    private const double Now = 1767225600;

    /// <summary>As skytools 3 lays it out.</summary>
    private const string Sent = """
        {
        	"logger": "skytools.UdpLogServer",
        	"timestamp": 1795314055239,
        	"level": "WARN",
        	"thread": null,
        	"message": "queue \"q\" lags\ttsch\u00fc\u00df",
        	"properties": {"application":"shop_ticker", "apptype": "pgqd", "type": "sys", "hostname":"db1", "hostaddr": "10.0.0.1"}
        }

        """;

    [Fact]
    public void What_skytools_sends_becomes_a_line_of_a_log()
    {
        var fault = SkyLogDatagram.TryRead(Encoding.UTF8.GetBytes(Sent), new ManualTime(), out var line);

        Assert.Equal(DatagramFault.None, fault);
        Assert.Equal(
            new LogRecord
            {
                Req = "log.warning",
                Hostname = "db1",
                LogLevel = "WARNING",
                ServiceType = "pgqd",
                JobName = "shop_ticker",
                LogMsg = "queue \"q\" lags\ttschüß",
                LogTime = 1795314055.239,
                LogPid = 0,
                LogLine = 0,
                LogFunction = "",
            },
            line);
    }

    [Theory]
    [InlineData("DEBUG", "log.debug")]
    [InlineData("INFO", "log.info")]
    [InlineData("ERROR", "log.error")]
    [InlineData("FATAL", "log.critical")]
    [InlineData("warning", "log.warning")]
    public void Levels_go_by_the_names_that_cc_has(string written, string type)
    {
        SkyLogDatagram.TryRead(Encoding.UTF8.GetBytes($$"""{"level": "{{written}}", "message": ""}"""), new ManualTime(), out var line);

        Assert.Equal((type, "", "", Now), (line?.Req, line?.Hostname, line?.JobName, line?.LogTime));
    }

    [Theory]
    [InlineData("", "NotJson")]
    [InlineData("null", "NotJson")]
    [InlineData("[]", "NotJson")]
    [InlineData("{} {}", "NotJson")]
    [InlineData("{\"level\": 5, \"message\": \"x\"}", "NotJson")]
    [InlineData("{\"level\": \"INFO\", \"message\": \"\\ud800\"}", "NotJson")]
    [InlineData("{\"level\": \"INFO\", \"message\": \"x\", \"properties\": []}", "NotJson")]
    [InlineData("{\"level\": \"INFO\", \"message\": \"x\", \"deep\": [[[[[[[[[1]]]]]]]]]}", "NotJson")]
    [InlineData("{\"level\": \"INFO\"}", "MissingField")]
    [InlineData("{\"message\": \"x\", \"level\": null}", "MissingField")]
    [InlineData("{\"level\": \"LOUD\", \"message\": \"x\"}", "UnknownLevel")]
    [InlineData("{\"level\": \"\", \"message\": \"x\"}", "UnknownLevel")]
    public void What_is_of_no_use_is_named(string text, string fault)
    {
        Assert.Equal(fault, SkyLogDatagram.TryRead(Encoding.UTF8.GetBytes(text), new ManualTime(), out var line).ToString());
        Assert.Null(line);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"timestamp\": null")]
    [InlineData(", \"timestamp\": 1e999")]
    public void Without_a_time_that_can_be_used_it_is_now(string timestamp)
    {
        SkyLogDatagram.TryRead(Encoding.UTF8.GetBytes($$"""{"level": "INFO", "message": "x"{{timestamp}}}"""), new ManualTime(), out var line);

        Assert.Equal(Now, line?.LogTime);
    }
}
