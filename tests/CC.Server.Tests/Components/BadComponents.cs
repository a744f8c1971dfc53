using System.Text;
using CC.Sdk;
using CC.Sdk.Options;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

/// <summary>Mistakes that authors of plugins make, one each.</summary>
public static class BadComponents
{
    [Handler("nohandler")]
    public sealed class NoHandler;

    [Daemon("abstract")]
    public abstract class AbstractDaemon : IDaemon
    {
        public abstract Task RunAsync(CancellationToken cancellationToken);
    }

    [Handler("generic")]
    public sealed class GenericHandler<T> : EmptyHandler
    {
        public T? Value { get; init; }
    }

    [Handler("Capital")]
    public sealed class CapitalName : EmptyHandler;

    [Handler("good", Alias = "dotted.name")]
    public sealed class DottedAlias : EmptyHandler;

    [Daemon("collecting")]
    public sealed class DaemonWithSections(CollectorOptions options) : IDaemon
    {
        public CollectorOptions Options => options;

        public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Handler("misplaced")]
    public sealed class MisplacedSections(MisplacedOptions options) : EmptyHandler
    {
        public MisplacedOptions Options => options;
    }

    public sealed record MisplacedOptions
    {
        [Sections("c:")]
        public string Sections { get; init; } = "";
    }

    [Handler("twice")]
    public sealed class TwoConstructors : EmptyHandler
    {
        public TwoConstructors()
        {
        }

        public TwoConstructors(IMessages messages) => Messages = messages;

        public IMessages? Messages { get; }
    }

    [Handler("greedy")]
    public sealed class AsksForTooMuch(StringBuilder builder) : EmptyHandler
    {
        public StringBuilder Builder => builder;
    }

    [Handler("manyoptions")]
    public sealed class AsksForTwoOptions(PlainOptions one, RunOptions two) : EmptyHandler
    {
        public (PlainOptions One, RunOptions Two) Options => (one, two);
    }

    public sealed record OddOptions
    {
        public DateTime When { get; init; }
    }

    [Handler("odd")]
    public sealed class OddOption(OddOptions options) : EmptyHandler
    {
        public OddOptions Options => options;
    }

    [Handler("good", Alias = "good_2-x")]
    public sealed class NothingWrong(
        PlainOptions options, IMessages messages, IMetrics metrics, IComponents components, ILogger<NothingWrong> logger, ILogger plain, TimeProvider time, ComponentContext context)
        : EmptyHandler
    {
        public object[] All => [options, messages, metrics, components, logger, plain, time, context];
    }

    [Handler("thrower")]
    public sealed class ThrowsWhenMade : EmptyHandler
    {
        public ThrowsWhenMade() => throw new InvalidOperationException("on purpose");
    }

    public sealed record ThrowingOptions : IValidatedOptions
    {
        public IEnumerable<(string Option, string Rule)> Validate() => throw new InvalidOperationException("on purpose");
    }

    [Handler("unchecked")]
    public sealed class ThrowsWhenChecked(ThrowingOptions options) : EmptyHandler
    {
        public ThrowingOptions Options => options;
    }

    [Handler("blocker")]
    public sealed class BlocksWhenMade : EmptyHandler
    {
        public BlocksWhenMade() => Release.WaitOne();

        internal static ManualResetEvent Release { get; } = new(initialState: false);
    }

    public abstract class EmptyHandler : IHandler
    {
        public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
    }
}
