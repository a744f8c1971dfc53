using System.Text.Json;
using CC.Plugins.TaskRunner;

namespace CC.Plugins.Tests.TaskRunner;

/// <summary>What the runner decides without doing anything.</summary>
public sealed class DecisionTests
{
    [Theory]
    [InlineData("abc-DEF_09", null)]
    [InlineData("", "task_id is empty")]
    [InlineData("a.b", "task_id 'a.b' is not made of letters, digits, '_' and '-' alone")]
    [InlineData("a\n", "task_id 'a\n' is not made of letters, digits, '_' and '-' alone")]
    [InlineData("ä", "task_id 'ä' is not made of letters, digits, '_' and '-' alone")]
    public void An_id_has_plain_characters(string id, string? rule) => Assert.Equal(rule, TaskId.BrokenRule(id));

    [Theory]
    [InlineData("task.send.u", "u", "task.send")]
    [InlineData("task.send.u.v", "u", "task.send")]
    [InlineData("task.send", null, "task.send")]
    [InlineData("reply", null, "reply")]
    public void A_type_has_the_uid_in_its_third_label(string type, string? uid, string kind) => Assert.Equal((uid, kind), (TaskId.UidOf(type), TaskId.KindOf(type)));

    [Theory]
    [InlineData(0, 0, 0, null)]
    [InlineData(5, 0, 0, 5)]
    [InlineData(0, 9, 7, 9)]
    [InlineData(0, 0, 7, 7)]
    [InlineData(5, 9, 0, 5)]
    [InlineData(20, 9, 0, 9)]
    [InlineData(-1, 9, 0, 9)]
    [InlineData(1e300, 0, 0, null)]
    public void A_client_may_want_less_time_than_the_section_lets_a_task_have(double requested, int ofSection, int usual, int? expected) =>
        Assert.Equal(expected, TimeLimits.Of(requested, TimeSpan.FromSeconds(ofSection), TimeSpan.FromSeconds(usual))?.TotalSeconds);

    [Theory]
    [InlineData(false, 1, 5)]
    [InlineData(false, 3, 20)]
    [InlineData(false, 100, 300)]
    [InlineData(true, 100, 5)]
    public void A_silent_router_is_registered_with_more_and_more_rarely(bool isAnswered, int sent, int seconds) =>
        Assert.Equal(seconds, Registration.Pause(isAnswered, sent, new TaskRunnerOptions()).TotalSeconds);

    [Theory]
    [InlineData(0, 0, 0, false, "Send")]
    [InlineData(1, 4, 4, true, "Wait")]
    [InlineData(1, 5, 5, true, "Send")]
    [InlineData(3, 5, 15, false, "GiveUp")]
    [InlineData(3, 5, 15, true, "Send")]
    [InlineData(100, 5, 901, true, "GiveUp")]
    public void An_end_is_told_for_as_long_as_somebody_may_listen(int sent, int sinceSent, int sinceEnd, bool isAnswered, string expected) => Assert.Equal(
        expected,
        $"{Confirmation.Decide(sent, TimeSpan.FromSeconds(sinceSent), TimeSpan.FromSeconds(sinceEnd), isAnswered, TimeSpan.FromSeconds(900))}");

    [Theory]
    [InlineData("""{"a":1,"b":{"c":[{"d":2}]}}""", """{"a":1,"b":{"c":[{"d":2}]}}""")]
    [InlineData("""{"a":[]}""", """{"a":[]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":"[1,2]"}""")]
    [InlineData("""{"a":[{"b":["x"]}],"c":3}""", """{"a":[{"b":"[\u0022x\u0022]"}],"c":3}""")]
    public void Lists_that_CC_0_8_7_crashes_on_become_texts(string told, string sent) =>
        Assert.Equal(sent, PlainLists.Enclose(JsonDocument.Parse(told).RootElement).GetRawText());

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "YQ==\n")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3\nODkw\n")]
    public void Output_is_in_base64_of_76_characters_a_line(string text, string expected) => Assert.Equal(expected, Base64Lines.Of(text));

    [Theory]
    [InlineData("Finished", null, "", """{"rc":0}""", """{"rc":0}""")]
    [InlineData("Failed", null, "no", null, """{"msg":"no","rc":-1,"out":"bm8K\n"}""")]
    [InlineData("Failed", null, "no", """{"rc":3,"out":"eA=="}""", """{"rc":3,"out":"eA==","msg":"no"}""")]
    [InlineData("Stopped", "cancelled", "", null, """{"reason":"cancelled","rc":-1,"out":""}""")]
    public void An_end_tells_the_result_and_what_went_wrong(string state, string? reason, string message, string? result, string expected) => Assert.Equal(
        expected,
        FinalFeedback.Of(Enum.Parse<TaskState>(state), reason, message, result is null ? null : JsonDocument.Parse(result).RootElement).GetRawText());

    [Fact]
    public void Of_what_is_long_the_journal_keeps_what_is_short()
    {
        var feedback = JsonDocument.Parse($$"""{"out":"{{new string('x', 40_000)}}","rc":3,"msg":"no"}""").RootElement;

        Assert.Equal("""{"rc":3,"msg":"no","shortened":1}""", FinalFeedback.ForJournal(feedback).GetRawText());
    }
}
