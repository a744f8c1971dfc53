namespace CC.Sdk.Options;

/// <summary>A section that a handler reads itself (<see cref="SectionsAttribute"/>). Two that say the same are equal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entries">Its own entries, not those of [DEFAULT], in the order of the file: keys as they are written, and values with all <c>%(name)s</c> replaced.</param>
public sealed record ConfiguredSection(string Name, IReadOnlyList<KeyValuePair<string, string>> Entries)
{
    /// <summary>Whether both say the same.</summary>
    public bool Equals(ConfiguredSection? other) => other is not null && Name == other.Name && Entries.SequenceEqual(other.Entries);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
