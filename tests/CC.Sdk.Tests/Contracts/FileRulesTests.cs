namespace CC.Sdk.Tests.Contracts;

public sealed class FileRulesTests
{
    private const string Section = "[h:small]\nhandler = small";

    [Fact]
    public async Task A_library_that_is_not_deployed_is_against_MUST_01()
    {
        using var plugin = new SmallPlugin(
            """[Handler("small")] public class Small : IHandler { public ValueTask HandleAsync(Message message, CancellationToken stop) { Absent.Do(); return default; } }""",
            Section,
            "public static class Absent { public static void Do() { } }");

        Assert.StartsWith("MUST-01: all that it refers to is beside it, shared with the host, or part of .NET: missing: Absent", await plugin.BreachAsync("MUST-01"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CC.Sdk.dll")]
    [InlineData("CC.Zmtp.dll")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions.dll")]
    public async Task A_copy_of_the_contract_is_against_MUST_02(string copy)
    {
        using var plugin = new SmallPlugin("""[Handler("small")] public class Small : IHandler { public ValueTask HandleAsync(Message message, CancellationToken stop) => default; }""", Section)
            .With(copy);

        Assert.Matches($"^MUST-02: .*{Path.GetFileNameWithoutExtension(copy)} must not be deployed", await plugin.BreachAsync("MUST-02"));
    }
}
