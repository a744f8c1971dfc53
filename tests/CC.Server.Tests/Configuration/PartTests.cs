using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Isolation;
using CC.Server.Tests.Components;

namespace CC.Server.Tests.Configuration;

/// <summary>Sections that are parts of a component's configuration.</summary>
public sealed class PartTests
{
    private const string Whole = $"{Configurations.Main}[routes]\na = w\n[w]\nhandler = whole\nparts = p:one, p:two\n[p:one]\ntext = 100%% %(service_name)s\n[p:two]\n";

    [Fact]
    public void A_part_has_its_options_and_is_in_use()
    {
        var configuration = Configurations.Load($"{Whole}limit = 2K");

        var parts = configuration.Handlers["w"].Parts.Texts;
        Assert.Equal(["p:one", "p:two"], parts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("100% p:one", "2K"), (parts["p:one"]["text"], parts["p:two"]["limit"]));
        Assert.Empty(configuration.Warnings);
    }

    [Theory]
    [InlineData("count = 10", "cc.ini:12: [p:two] count = 10: is at most 9")]
    [InlineData("cuont = 1", "cc.ini:12: [p:two] cuont = 1: is not a known option; did you mean count?")]
    [InlineData("loud = yes", "cc.ini:12: [p:two] loud = yes: needs a text to be loud about")]
    public void What_is_wrong_in_a_part_is_told_like_any_other_mistake(string line, string error) =>
        Assert.Equal([error], Configurations.Errors($"{Whole}{line}"));

    [Fact]
    public void A_part_that_is_missing_or_something_else_is_an_error()
    {
        Assert.Equal(
            ["cc.ini:8: [w] parts = p:one: refers to the section [p:one], which does not exist"],
            Configurations.Errors($"{Configurations.Main}[routes]\na = w\n[w]\nhandler = whole\nparts = p:one"));
        Assert.Equal(
            ["cc.ini:8: [w] parts = w: refers to [w] as a part, but [routes] uses the section as a handler"],
            Configurations.Errors($"{Configurations.Main}[routes]\na = w\n[w]\nhandler = whole\nparts = w"));
    }

    [Fact]
    public void A_part_belongs_to_one_section()
    {
        var errors = Configurations.Errors($"{Configurations.Main}[routes]\na = v, w\n[v]\nhandler = whole\nparts = p\n[w]\nhandler = whole\nparts = p\n[p]");

        Assert.Equal(["cc.ini:11: [w] parts = p: refers to [p], but the section is a part of [v] already; give each a section of its own"], errors);
    }

    [Fact]
    public void The_component_reads_its_parts_when_it_is_made()
    {
        var model = Configurations.Load(Whole).Handlers["w"];

        var handler = ComponentFactory.Create<WholeHandler>(model.Component, model.Options, Services(new PartComponents("cc", model.Parts, new NoComponents())));

        Assert.Equal(["100% p:one", ""], handler.Texts);
    }

    [Fact]
    public async Task Other_sections_are_looked_for_among_the_nodes_components()
    {
        var others = new FakeComponents();
        others.Add("d:one", _ => Task.CompletedTask, "priority = 7");
        var components = new PartComponents("cc", Configurations.Load(Whole).Handlers["w"].Parts, others);

        await components.RunDaemonAsync("d:one", CancellationToken.None);

        Assert.Equal(7, components.OptionsOf<RunOptions>("d:one").Priority);
        Assert.Equal(["d:one"], others.Runs);
        Assert.Throws<OptionsException>(() => components.OptionsOf<PlainOptions>("p:three"));
    }

    private static ComponentServices Services(IComponents components) => new(
        new ComponentContext("w", "cc", "testhost"), new FakeMessages(), new FakeMetrics(), components, new FakeEvents(), new RecordingLoggers().CreateLogger("w"), TimeProvider.System);
}
