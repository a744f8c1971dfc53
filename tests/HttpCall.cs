namespace CC.Sdk.Testing;

/// <summary>A request.</summary>
/// <param name="Line">Its first line.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record HttpCall(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The event that it tells of.</summary>
    public string Event => Headers["X-CC-Event"];
}
