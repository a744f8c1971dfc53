using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Messaging;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class DaemonLogTests
{
    private readonly ManualTime time = new();
    private readonly Counters counters = new();
    private readonly RecordingLoggers loggers = new();
    private readonly Doorway door = new();
    private readonly NodeMessages messages;
    private readonly HandlerSlot slot;
    private readonly DaemonLog log;
    private readonly ILogger logger;

    public DaemonLogTests()
    {
        var traffic = new Traffic(counters, countTypes: false);
        var dispatcher = new Dispatcher(traffic, time, loggers.CreateLogger("dispatcher"));
        slot = new HandlerSlot("h", traffic, time, loggers.CreateLogger("h"));
        dispatcher.Routes = new RouteTable([new Route("log.info", ["h"]), new Route("log.error", ["h"])], new Dictionary<string, HandlerSlot> { ["h"] = slot });
        messages = new NodeMessages("testhost", time, new LinkTable(), dispatcher.DispatchAsync, dispatcher.ForwardAsync, _ => true, (_, _) => default);
        log = new DaemonLog(dispatcher, messages, loggers, traffic, time);
        logger = log.LoggerFor(new ComponentContext("d:test", "cc.d:test", "testhost"));
    }

    [Fact]
    public async Task What_a_daemon_logs_is_a_message_to_the_nodes_routes()
    {
        var records = Collect();
        logger.Log(LogLevel.Information, new EventId(1, "Spoken"), "it says hello");
        logger.LogError(new FormatException("on purpose"), "failed");
        await log.StopAsync(CancellationToken.None);

        Assert.Equal(
            new LogRecord
            {
                Req = "log.info",
                Time = records[0].Time,
                Hostname = "testhost",
                LogLevel = "INFO",
                ServiceType = "d:test",
                JobName = "cc.d:test",
                LogMsg = "it says hello",
                LogTime = time.GetUtcNow().ToUnixTimeSeconds(),
                LogPid = Environment.ProcessId,
                LogLine = 0,
                LogFunction = "Spoken",
            },
            records[0]);
        Assert.Equal(("log.error", "ERROR", "failed\nSystem.FormatException: on purpose"), (records[1].Req, records[1].LogLevel, records[1].LogMsg));
        Assert.Empty(loggers["d:test"].Lines);
    }

    [Fact]
    public async Task What_no_route_takes_goes_to_the_nodes_own_log()
    {
        var records = Collect();
        logger.LogWarning("no route for {What}", "warnings");
        await log.StopAsync(CancellationToken.None);

        Assert.Empty(records);
        Assert.Equal((LogLevel.Warning, "no route for warnings"), Assert.Single(loggers["d:test"].Lines));
        Assert.Equal(0, counters.Named("count.dropped").Value);
    }

    [Fact]
    public async Task After_it_has_stopped_lines_go_to_the_nodes_own_log()
    {
        var records = Collect();
        await log.StopAsync(CancellationToken.None);

        logger.LogInformation("late");

        Assert.Empty(records);
        Assert.Equal("late", Assert.Single(loggers["d:test"].Lines).Text);
    }

    [Fact]
    public async Task Logging_never_waits_and_counts_what_it_drops()
    {
        slot.Put(door.Handler(), new MailboxModel(1, WhenFull.Wait));
        for (var i = 0; i < 10_010; i++)
        {
            logger.LogInformation("12345");
        }

        var dropped = counters.Named("count.dropped.log-queue-full").Value;
        door.Open();
        await log.StopAsync(CancellationToken.None);
        await slot.WhenIdleAsync();
        Assert.InRange(dropped, 1, 10);
        Assert.Equal(dropped * 5, counters.Named("bytes.dropped").Value);
        Assert.Equal(10_010, dropped + counters.Named("count.ok").Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_the_deadline_what_waits_goes_to_the_nodes_own_log_whatever_holds_it_up(bool serial)
    {
        slot.Put(door.DeafHandler(), serial ? new MailboxModel(1, WhenFull.Wait) : null);
        for (var i = 1; i <= 5; i++)
        {
            logger.LogInformation("line {Number}", i);
        }

        await door.ArrivalAsync();
        using var deadline = new CancellationTokenSource();
        var stopping = log.StopAsync(deadline.Token);
        await deadline.CancelAsync();

        await stopping.WaitAsync(Sdk.Testing.ServerProcess.Patience);
        Assert.Equal("line 5", loggers["d:test"].Lines.Last().Text);
        door.Open();
    }

    private List<LogRecord> Collect()
    {
        var records = new List<LogRecord>();
        slot.Put(new StubHandler((message, _) =>
        {
            records.Add(messages.Open(message, BodiesJson.Default.LogRecord));
            return default;
        }), null);
        return records;
    }
}
