namespace CC.Sdk.Configuration;

/// <summary>An entry as it is written, before interpolation.</summary>
/// <param name="Key">Its key, in lower case.</param>
/// <param name="Written">Its key as written.</param>
/// <param name="Text">Its value.</param>
/// <param name="Place">What errors call the place: <c>cc.ini:12</c>.</param>
internal sealed record RawEntry(string Key, string Written, string Text, string Place);
