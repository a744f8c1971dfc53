using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class ComponentFactoryTests
{
    private readonly RecordingLogger<ComponentFactoryTests> logger = new();
    private readonly FakeEvents events = new();
    private readonly ComponentServices services;

    public ComponentFactoryTests() => services = new ComponentServices(
        new ComponentContext("h:test", "cc", "testhost"), new FakeMessages(), new FakeMetrics(), new FakeComponents(), events, logger, new ManualTime());

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

    [Fact]
    public async Task One_that_is_made_too_late_is_ended_again()
    {
        var component = Component.Of(typeof(BlocksAndListens))!;
        using var deadline = new CancellationTokenSource();

        var making = MakeAsync(component, deadline.Token);
        await BlocksAndListens.Begun.Task;
        await deadline.CancelAsync();
        var failure = await Assert.ThrowsAsync<ComponentException>(() => making);
        var uses = component.Uses.Open;
        BlocksAndListens.Release.Set();

        Assert.Equal("[h:test] late can't be made: its constructor has not returned in time", failure.Message);
        Assert.Equal(["the constructor of late for [h:test] has not returned"], uses);
        await Eventually.TrueAsync(() => component.Uses.Open is [] && BlocksAndListens.IsDisposed, () => string.Join("; ", component.Uses.Open));
        Assert.Equal(0, events.Subscriptions);
    }

    [Theory]
    [InlineData(typeof(ListensAndThrows), "[h:test] throwing can't be made: on purpose (InvalidOperationException)")]
    [InlineData(typeof(ListensAndFails), "[h:test] failing has failed its self-test: on purpose (InvalidOperationException)")]
    public async Task What_one_has_opened_that_is_no_good_is_closed_and_nothing_uses_its_build(Type type, string why)
    {
        var component = Component.Of(type)!;

        var failure = await Assert.ThrowsAsync<ComponentException>(() => MakeAsync(component, CancellationToken.None));

        Assert.Equal(why, failure.Message);
        Assert.Equal(0, events.Subscriptions);
        Assert.Empty(component.Uses.Open);
    }

    [Fact]
    public async Task One_whose_self_test_does_not_return_still_uses_its_build()
    {
        var component = Component.Of(typeof(TestsForEver))!;
        using var deadline = new CancellationTokenSource();

        var making = MakeAsync(component, deadline.Token);
        await TestsForEver.Begun.Task;
        await deadline.CancelAsync();
        var failure = await Assert.ThrowsAsync<ComponentException>(() => making);

        Assert.Equal("[h:test] endless has failed its self-test: it has not returned in time", failure.Message);
        Assert.Equal(["the handler of [h:test] has not ended"], component.Uses.Open);
    }

    private Task<Made<IHandler>> MakeAsync(Component component, CancellationToken deadline) =>
        ComponentFactory.MakeAsync<IHandler>(component, null, services, new Disposal(services.Time, logger), deadline);

    private T Make<T>(object? options) => Assert.IsType<T>(ComponentFactory.Create<IHandler>(Component.Of(typeof(T))!, options, services));

    [Handler("late")]
    public sealed class BlocksAndListens : BadComponents.EmptyHandler, IDisposable
    {
        public BlocksAndListens(IEvents events)
        {
            events.Subscribe("any", _ => { });
            Begun.SetResult();
            Release.WaitOne();
        }

        internal static TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal static ManualResetEvent Release { get; } = new(initialState: false);

        internal static bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    [Handler("throwing")]
    public sealed class ListensAndThrows : BadComponents.EmptyHandler
    {
        public ListensAndThrows(IEvents events)
        {
            events.Subscribe("any", _ => { });
            throw new InvalidOperationException("on purpose");
        }
    }

    [Handler("failing")]
    public sealed class ListensAndFails : BadComponents.EmptyHandler, ISelfTest
    {
        public ListensAndFails(IEvents events) => events.Subscribe("any", _ => { });

        public Task TestAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("on purpose");
    }

    [Handler("endless")]
    public sealed class TestsForEver : BadComponents.EmptyHandler, ISelfTest
    {
        internal static TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task TestAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }
}
