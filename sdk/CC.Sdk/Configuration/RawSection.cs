namespace CC.Sdk.Configuration;

/// <summary>A section as it is written.</summary>
internal sealed record RawSection(string Name, Dictionary<string, RawEntry> Entries);
