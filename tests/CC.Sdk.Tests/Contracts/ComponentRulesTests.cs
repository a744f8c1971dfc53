namespace CC.Sdk.Tests.Contracts;

public sealed class ComponentRulesTests
{
    private const string Section = "[h:small]\nhandler = small";
    private const string Nothing = "public ValueTask HandleAsync(Message message, CancellationToken stop) => default;";

    [Theory]
    [InlineData("public class Small;", "no public class is marked")]
    [InlineData("[Handler(\"small\")] internal class Small : IHandler { NOTHING }", "no public class is marked")]
    [InlineData("[Handler(\"small\")] public class Small;", "Small is no IHandler that can be made")]
    [InlineData("[Daemon(\"small\")] public class Small : IHandler { NOTHING }", "Small is no IDaemon that can be made")]
    [InlineData("[Handler(\"small\")] public abstract class Small : IHandler { NOTHING }", "Small is no IHandler that can be made")]
    [InlineData("[Handler(\"small\")] public class Small<T> : IHandler { NOTHING }", "is no IHandler that can be made")]
    public Task What_is_no_component_is_against_MUST_03(string source, string said) => IsAgainstAsync("MUST-03", source, said);

    [Theory]
    [InlineData("Small")]
    [InlineData("small one")]
    [InlineData("small.one")]
    [InlineData("")]
    public Task A_name_that_is_none_is_against_MUST_04(string name) =>
        IsAgainstAsync("MUST-04", $"[Handler(\"{name}\")] public class Small : IHandler {{ NOTHING }}", $"Small is named '{name}'");

    [Theory]
    [InlineData("public Small() { } public Small(IMessages messages) { }", "Small has 2 public constructors")]
    [InlineData("private Small() { }", "Small has 0 public constructors")]
    [InlineData("public Small(System.IO.Stream stream) { }", "Small asks for System.IO.Stream")]
    [InlineData("public Small(string text) { }", "Small asks for System.String")]
    public Task A_constructor_that_asks_for_more_is_against_MUST_05(string constructors, string said) =>
        IsAgainstAsync("MUST-05", $"[Handler(\"small\")] public class Small : IHandler {{ {constructors} NOTHING }}", said);

    [Fact]
    public Task An_option_of_an_odd_kind_is_against_MUST_06() => IsAgainstAsync(
        "MUST-06",
        "public class Settings { public Uri Odd { get; init; } } [Handler(\"small\")] public class Small(Settings settings) : IHandler { public Settings Settings => settings; NOTHING }",
        "Settings.Odd of type System.Uri can't be an option");

    [Theory]
    [InlineData("[h:small]\nhandler = another", "no section of the sample has handler = small")]
    [InlineData("[h:small]\nhandler = small\nlimit = many", "[h:small] of the sample does not bind")]
    public Task A_sample_that_does_not_fit_is_against_MUST_07(string section, string said) => IsAgainstAsync(
        "MUST-07",
        "public class Settings { public int Limit { get; init; } } [Handler(\"small\")] public class Small(Settings settings) : IHandler { public Settings Settings => settings; NOTHING }",
        said,
        section);

    [Theory]
    [InlineData("static int made; public Small() { if (made++ > 0) throw new InvalidOperationException(\"taken\"); }", "Small can't be made with the sample's [h:small]: taken")]
    [InlineData("public Small() => Thread.Sleep(Timeout.Infinite);", "the constructor of Small has not returned")]
    [InlineData("public void Dispose() => throw new InvalidOperationException(\"broken\");", "Small throws InvalidOperationException when it is disposed (broken)")]
    [InlineData("public void Dispose() => Thread.Sleep(Timeout.Infinite);", "Small has not been disposed within")]
    public Task What_can_not_be_made_twice_or_ended_is_against_MUST_08(string members, string said) => IsAgainstAsync(
        "MUST-08",
        $"[Handler(\"small\")] public class Small : IHandler{(members.Contains("Dispose", StringComparison.Ordinal) ? ", IDisposable" : "")} {{ {members} NOTHING }}",
        said);

    private static async Task IsAgainstAsync(string rule, string source, string said, string section = Section)
    {
        using var plugin = new SmallPlugin(source.Replace("NOTHING", Nothing, StringComparison.Ordinal), section);

        var breach = await plugin.BreachAsync(rule);

        Assert.StartsWith($"{rule}: ", breach, StringComparison.Ordinal);
        Assert.Contains(said, breach, StringComparison.Ordinal);
    }
}
