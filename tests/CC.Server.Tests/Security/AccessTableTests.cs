using CC.Cms;
using CC.Server.Security;

namespace CC.Server.Tests.Security;

public sealed class AccessTableTests
{
    private static readonly Signatory User1 = new("CN=user1, O=Example", "user1", "CN=ca", "01", default, default, "");

    [Theory]
    [InlineData("pub.infofile", "pub.infofile")]
    [InlineData("pub.infofile.x", "pub.infofile")]
    [InlineData("pub.logtail", "pub")]
    [InlineData("public", "*")]
    [InlineData("log.info", "*")]
    [InlineData("task.send.7", "*")]
    [InlineData("cc.info", null)]
    [InlineData("plugin.list", "plugin")]
    public void The_most_special_pattern_counts_and_the_general_one_does_not_open_the_node_itself(string type, string? pattern)
    {
        var table = new AccessTable([new("*", ["*"]), new("pub", ["a"]), new("pub.infofile", ["b"]), new("plugin", ["c"])]);

        Assert.Equal(pattern, table.Find(type)?.Pattern);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("user1", true)]
    [InlineData("CN=user1, O=Example", true)]
    [InlineData("user2", false)]
    [InlineData("CN=user1", false)]
    public void A_subject_is_a_common_name_or_the_whole(string subject, bool allowed) =>
        Assert.Equal(allowed, new AccessRule("log", [subject]).Allows(User1));

    [Theory]
    [InlineData("cc", true)]
    [InlineData("job.start", true)]
    [InlineData("task", true)]
    [InlineData("files", true)]
    [InlineData("files.status", true)]
    [InlineData("files.mine", false)]
    [InlineData("task.reply", false)]
    [InlineData("log", false)]
    [InlineData("*", false)]
    public void What_lets_others_command_the_node_is_wide(string pattern, bool wide) =>
        Assert.Equal(wide, AccessTable.IsWide(new AccessRule(pattern, ["*"])));

    [Theory]
    [InlineData("a, b", new[] { "a", "b" })]
    [InlineData(" * ", new[] { "*" })]
    [InlineData("\"CN=a, O=b\", c", new[] { "CN=a, O=b", "c" })]
    [InlineData("a,,b,", new[] { "a", "b" })]
    [InlineData("", new string[0])]
    [InlineData("\"a", null)]
    [InlineData("\"a\" b", null)]
    public void A_list_has_commas_between_and_quotes_around_what_has_some(string text, string[]? subjects) =>
        Assert.Equal(subjects, SubjectList.Parse(text));
}
