namespace CC.Sdk;

/// <summary>Something that has happened on a node.</summary>
/// <param name="Name">Its dotted name.</param>
/// <param name="Time">When.</param>
/// <param name="Payload">What is to be known about it: a JSON object, UTF-8.</param>
public sealed record NodeEvent(string Name, DateTimeOffset Time, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether names can be below it: whole labels joined by dots, or nothing.</summary>
    internal static bool IsPrefix(string prefix) => prefix.Length == 0 || !prefix.Split('.').Any(string.IsNullOrWhiteSpace);

    /// <summary>Whether a name is <paramref name="prefix"/>, or one below it by whole labels. An empty prefix is that of all.</summary>
    public static bool IsBelow(string name, string prefix) =>
        prefix.Length == 0
        || (name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.'));
}
