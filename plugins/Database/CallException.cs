namespace CC.Plugins.Database;

/// <summary>A call has failed.</summary>
internal sealed class CallException(string code, string message, string? sqlState = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="CallErrors"/>.</summary>
    public string Code => code;

    /// <summary>PostgreSQL's code, if the error is PostgreSQL's.</summary>
    public string? SqlState => sqlState;
}
