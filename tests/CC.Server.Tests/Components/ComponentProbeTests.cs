using CC.Server.Components;

namespace CC.Server.Tests.Components;

public sealed class ComponentProbeTests
{
    [Theory]
    [InlineData(typeof(BadComponents.NoHandler), "is marked [Handler], but is no IHandler that can be made")]
    [InlineData(typeof(BadComponents.AbstractDaemon), "is marked [Daemon], but is no IDaemon that can be made")]
    [InlineData(typeof(BadComponents.GenericHandler<>), "is marked [Handler], but is no IHandler that can be made")]
    [InlineData(typeof(BadComponents.CapitalName), "is named 'Capital'; a name has lower-case letters, digits, '_' and '-'")]
    [InlineData(typeof(BadComponents.DottedAlias), "is named 'dotted.name'; a name has lower-case letters, digits, '_' and '-'")]
    [InlineData(typeof(BadComponents.TwoConstructors), "must have exactly one public constructor")]
    [InlineData(typeof(BadComponents.AsksForTooMuch), "asks for System.Text.StringBuilder in its constructor, which a component can't have")]
    [InlineData(typeof(BadComponents.AsksForTwoOptions), "asks for more than one options record; put CC.Server.Tests.Components.RunOptions into the first")]
    [InlineData(typeof(BadComponents.OddOption), "OddOptions.When of type System.DateTime can't be an option")]
    [InlineData(typeof(BadComponents.DaemonWithSections), "CollectorOptions asks for further sections; only a handler can")]
    [InlineData(typeof(BadComponents.MisplacedSections), "MisplacedOptions asks for further sections; only a handler can, by a property that is an IReadOnlyList<ConfiguredSection>")]
    public void Finds_the_mistake(Type type, string mistake) =>
        Assert.Contains(ComponentProbe.Problems(Component.Of(type)!), problem => problem.Contains(mistake, StringComparison.Ordinal));

    [Theory]
    [InlineData(typeof(BadComponents.NothingWrong))]
    [InlineData(typeof(PlainHandler))]
    [InlineData(typeof(PlainDaemon))]
    [InlineData(typeof(RunnerHandler))]
    [InlineData(typeof(CollectorHandler))]
    public void Lets_pass_what_is_right(Type type) => Assert.Empty(ComponentProbe.Problems(Component.Of(type)!));

    [Fact]
    public void A_class_without_a_mark_is_no_component() => Assert.Null(Component.Of(typeof(PlainOptions)));
}
