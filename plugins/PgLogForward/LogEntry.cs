namespace CC.Plugins.PgLogForward;

/// <summary>A line of PostgreSQL's log, in its parts. Parts that were not sent are empty.</summary>
internal sealed record LogEntry
{
    /// <summary>The level's name, such as <c>ERROR</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The SQLSTATE as PostgreSQL packs it into a number.</summary>
    public required long SqlErrorCode { get; init; }

    public string UserName { get; init; } = "";

    public string Database { get; init; } = "";

    public string RemoteHost { get; init; } = "";

    /// <summary>The function in PostgreSQL's source that speaks.</summary>
    public string FunctionName { get; init; } = "";

    public string Message { get; init; } = "";

    public string Detail { get; init; } = "";

    public string Hint { get; init; } = "";

    public string Context { get; init; } = "";

    public string DebugQueryString { get; init; } = "";
}
