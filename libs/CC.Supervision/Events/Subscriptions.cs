using System.Collections.Immutable;

namespace CC.Supervision.Events;

/// <summary>All subscriptions of a hub, shorter patterns first.</summary>
internal sealed class Subscriptions<T>
{
    public static readonly Subscriptions<T> None = new([]);

    private readonly ImmutableArray<Subscription<T>> all;

    private Subscriptions(ImmutableArray<Subscription<T>> all) => this.all = all;

    public Subscriptions<T> With(string pattern, Action<string, T> listener, bool once)
    {
        var labels = Labels(pattern);
        if (all.Any(known => known.HasPattern(labels) && known.Listener == listener && known.Once == once))
        {
            return this;
        }

        var after = all.Count(known => known.Labels.Count <= labels.Length);
        return new Subscriptions<T>(all.Insert(after, new Subscription<T>(labels, listener, once)));
    }

    public Subscriptions<T> Without(Subscription<T> subscription) => new(all.Remove(subscription));

    public Subscriptions<T> Without(string pattern, Action<string, T> listener)
    {
        var labels = Labels(pattern);
        return new Subscriptions<T>(all.RemoveAll(known => known.HasPattern(labels) && known.Listener == listener));
    }

    public Subscriptions<T> Without(IEnumerable<string> patterns)
    {
        var gone = patterns.Select(Labels).ToArray();
        return new Subscriptions<T>(all.RemoveAll(known => gone.Any(known.HasPattern)));
    }

    public IReadOnlyList<Subscription<T>> For(string name)
    {
        var labels = Labels(name);
        return [.. all.Where(known => known.Takes(labels))];
    }

    private static string[] Labels(string pattern) => pattern.Split('.', StringSplitOptions.RemoveEmptyEntries);
}
