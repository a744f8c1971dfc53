using System.Globalization;
using System.Text.Json;
using CC.Plugins.LocalLogger;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.LocalLogger;

public sealed class LocalLoggerHandlerTests
{
    private readonly RecordingLogger<LocalLoggerHandler> logger = new();
    private readonly FakeEvents events = new();

    [Theory]
    [InlineData("WARN", "log.warning")]
    [InlineData("debug", "log.debug")]
    [InlineData("NOTICE", "log.info")]
    public async Task A_log_message_is_told_as_an_event_of_its_level(string level, string name)
    {
        await HandleAsync(Line("1353596401.25", level));

        var told = Assert.Single(events.Published);
        var payload = JsonDocument.Parse(told.Payload).RootElement;
        Assert.Equal((name, level, "it works", 1353596401.25), (told.Name, payload.GetProperty("log_level").GetString(), payload.GetProperty("log_msg").GetString(), payload.GetProperty("log_time").GetDouble()));
    }

    [Fact]
    public async Task What_is_no_log_message_is_no_event()
    {
        await HandleAsync("""{"req": "log.info", "text": "x"}""");

        Assert.Empty(events.Published);
    }

    [Fact]
    public async Task A_log_message_becomes_a_line()
    {
        await HandleAsync(Line("1353596401.25"));

        Assert.Equal((LogLevel.Information, "[cclocal.d:logtail@web1] 15:00:01,250 INFO it works"), Assert.Single(logger.Lines));
    }

    [Fact]
    public async Task Time_is_shown_in_the_zone_of_the_node()
    {
        await HandleAsync(Line("1353596401.25"), new ZonedTime(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(5.5), null, null)));

        Assert.Contains(" 20:30:01,250 ", Assert.Single(logger.Lines).Text);
    }

    [Theory]
    [InlineData("0.9994", "00:00:00,999")]
    [InlineData("0.9996", "00:00:01,000")]
    [InlineData("59.9999", "00:01:00,000")]
    [InlineData("-0.5", "23:59:59,500")]
    public async Task Milliseconds_are_rounded_and_carried(string seconds, string shown)
    {
        await HandleAsync(Line(seconds));

        Assert.Contains($" {shown} ", Assert.Single(logger.Lines).Text);
    }

    [Theory]
    [InlineData("TRACE", LogLevel.Trace)]
    [InlineData("DEBUG", LogLevel.Debug)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("WARNING", LogLevel.Warning)]
    [InlineData("ERROR", LogLevel.Error)]
    [InlineData("CRITICAL", LogLevel.Critical)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("NOTICE", LogLevel.Information)]
    public async Task A_line_keeps_its_level(string name, LogLevel level)
    {
        await HandleAsync(Line("0", name));

        Assert.Equal(level, Assert.Single(logger.Lines).Level);
        Assert.Contains($" {name} ", Assert.Single(logger.Lines).Text);
    }

    [Fact]
    public async Task Text_in_any_script_is_shown_as_it_is()
    {
        await HandleAsync(Line("0").Replace("it works", "t\\u00f6\\u00f6tab: работает", StringComparison.Ordinal));

        Assert.EndsWith(" töötab: работает", Assert.Single(logger.Lines).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it works", @"a\nb\r\u001b[31m\u0085\u2028\tc", @"a\nb\r\x1b[31m\x85\u2028	c")]
    [InlineData("web1", @"web1] forged\nline", @"web1] forged\nline] 00:00:00,000 INFO it works")]
    public async Task Control_characters_of_strangers_are_shown_and_not_obeyed(string place, string json, string shown)
    {
        await HandleAsync(Line("0").Replace(place, json, StringComparison.Ordinal));

        Assert.EndsWith(shown, Assert.Single(logger.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_for_a_log_is_cut_and_says_so()
    {
        await HandleAsync(Line("0").Replace("it works", new string('x', (64 * 1024) + 5), StringComparison.Ordinal));

        Assert.EndsWith("xx.. (5 more characters)", Assert.Single(logger.Lines).Text, StringComparison.Ordinal);
        Assert.InRange(Assert.Single(logger.Lines).Text.Length, 64 * 1024, (64 * 1024) + 200);
    }

    [Fact]
    public async Task What_is_no_log_message_is_shown_in_one_line()
    {
        await HandleAsync("""{"req": "log.info", "anything": 1}""");

        Assert.Equal((LogLevel.Information, """non-log msg: {"req": "log.info", "anything": 1}"""), Assert.Single(logger.Lines));
    }

    [Fact]
    public async Task Of_what_is_no_log_message_not_more_is_shown_than_a_log_can_bear()
    {
        await HandleAsync($$"""{"req": "log.info", "anything": "{{new string('x', 1_000_000)}}"}""");

        Assert.InRange(Assert.Single(logger.Lines).Text.Length, 4096, 4200);
    }

    [Theory]
    [InlineData("job_name")]
    [InlineData("log_time")]
    [InlineData("log_msg")]
    public async Task A_log_message_that_lacks_a_field_is_invalid(string field)
    {
        var fault = await Assert.ThrowsAsync<MessageException>(() => HandleAsync(Line("0").Replace($"\"{field}\"", "\"other\"", StringComparison.Ordinal)));

        Assert.Equal(MessageFault.BadField, fault.Fault);
        Assert.Contains(field, fault.Message);
        Assert.Empty(logger.Lines);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e300")]
    [InlineData("999999999999")]
    [InlineData("-999999999999")]
    [InlineData("-62135596800")]
    [InlineData("253402300799")]
    public async Task A_time_that_no_calendar_has_is_invalid(string seconds)
    {
        var fault = await Assert.ThrowsAsync<MessageException>(() => HandleAsync(Line(seconds)));

        Assert.Equal(MessageFault.BadField, fault.Fault);
    }

    [Theory]
    [InlineData("", MessageFault.NoBody)]
    [InlineData("ENC1", MessageFault.Encrypted)]
    [InlineData("no JSON", MessageFault.BadBody)]
    [InlineData("""{"req": "log.error"}""", MessageFault.WrongReq)]
    public async Task A_body_that_can_not_be_read_is_invalid(string body, MessageFault fault)
    {
        Assert.Equal(fault, (await Assert.ThrowsAsync<MessageException>(() => HandleAsync(body))).Fault);
    }

    private static string Line(string seconds, string level = "INFO") => string.Create(CultureInfo.InvariantCulture, $$"""
        {"req": "log.info", "time": 1, "hostname": "web1", "log_level": "{{level}}", "service_type": "d:logtail", "job_name": "cclocal.d:logtail",
         "log_msg": "it works", "log_time": {{seconds}}, "log_pid": 7, "log_line": 8, "log_function": "f"}
        """);

    private async Task HandleAsync(string body, TimeProvider? time = null) =>
        await new LocalLoggerHandler(new FakeMessages(), events, time ?? new ManualTime(), logger).HandleAsync(Messages.Of("id", "", "log.info", body, ""), default);

    private sealed class ZonedTime(TimeZoneInfo zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;
    }
}
