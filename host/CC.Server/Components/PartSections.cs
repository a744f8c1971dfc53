using CC.Sdk.Options;

namespace CC.Server.Components;

/// <summary>The sections that are parts of a component's configuration (<see cref="SectionKind.Part"/>), by name, with the values of their options as texts.</summary>
internal sealed class PartSections
{
    public static readonly PartSections None = new(new Dictionary<string, IReadOnlyDictionary<string, string>>());

    public PartSections(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> texts) => Texts = texts;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Texts { get; }

    /// <summary>Whether they mean the same.</summary>
    public bool SameAs(PartSections other) =>
        Texts.Count == other.Texts.Count
        && Texts.All(part => other.Texts.TryGetValue(part.Key, out var texts) && part.Value.OrderBy(Key, StringComparer.Ordinal).SequenceEqual(texts.OrderBy(Key, StringComparer.Ordinal)));

    private static string Key(KeyValuePair<string, string> text) => text.Key;
}
