namespace CC.Supervision.Events;

/// <summary>Who hears of which events.</summary>
/// <param name="Labels">What the names begin with, a label each; none is everything.</param>
/// <param name="Listener">Who.</param>
/// <param name="Once">Whether of the next one only.</param>
internal sealed record Subscription<T>(IReadOnlyList<string> Labels, Action<string, T> Listener, bool Once)
{
    public bool Takes(IReadOnlyList<string> name) => Labels.Count <= name.Count && Labels.SequenceEqual(name.Take(Labels.Count));

    public bool HasPattern(IReadOnlyList<string> labels) => Labels.SequenceEqual(labels);
}
