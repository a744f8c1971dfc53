namespace CC.Sdk.Configuration;

/// <summary>An entry with its value interpolated.</summary>
/// <param name="Key">Its key, in lower case.</param>
/// <param name="Written">Its key as written.</param>
/// <param name="Value">Its value.</param>
internal sealed record IniEntry(string Key, string Written, string Value);
