using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class ComponentFactoryTests
{
    private readonly RecordingLogger<ComponentFactoryTests> logger = new();
    private readonly ComponentServices services;

    public ComponentFactoryTests() => services = new ComponentServices(
        new ComponentContext("h:test", "cc", "testhost"), new FakeMessages(), new FakeMetrics(), new FakeComponents(), new FakeEvents(), logger, new ManualTime());

    [Fact]
    public void Gives_a_constructor_all_that_it_asks_for()
    {
        var options = new PlainOptions();

        var made = Make<BadComponents.NothingWrong>(options);

        object[] expected = [options, services.Messages, services.Metrics, services.Components, logger, services.Time, services.Context];
        Assert.Equal(expected, made.All.Where(given => given is not ILogger<BadComponents.NothingWrong>));
        Assert.Single(made.All.OfType<ILogger<BadComponents.NothingWrong>>()).LogInformation("under the section's name");
        Assert.Equal((LogLevel.Information, "under the section's name"), Assert.Single(logger.Lines));
    }

    [Fact]
    public void A_constructor_that_throws_is_named_with_its_section_and_its_reason()
    {
        var failure = Assert.Throws<ComponentException>(() => Make<BadComponents.ThrowsWhenMade>(null));

        Assert.Equal("[h:test] thrower can't be made: on purpose (InvalidOperationException)", failure.Message);
    }

    private T Make<T>(object? options) => Assert.IsType<T>(ComponentFactory.Create<IHandler>(Component.Of(typeof(T))!, options, services));
}
