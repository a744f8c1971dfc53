using CC.Sdk.Options;

namespace CC.Plugins.Database;

/// <summary>A database handler's section.</summary>
public sealed record DatabaseOptions : IValidatedOptions
{
    /// <summary>Which database: a connect string as libpq takes it, <c>dbname=confdb host=127.0.0.1</c> or <c>postgresql://...</c>.</summary>
    [Option(Required = true)]
    public string Db { get; init; } = "";

    /// <summary>The functions that may be called, spelt exactly as callers spell them; a single <c>*</c> is all.</summary>
    public IReadOnlyList<string> AllowedFunctions { get; init; } = [];

    /// <summary>How many calls are under way at once, and so how many connections there are at the most.</summary>
    [Option(Min = 1, Max = 1000)]
    public int WorkerThreads { get; init; } = 10;

    /// <summary>How long a call may wait for a connection.</summary>
    [Option(Min = 0.1)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may take in the database; 0 is no limit.</summary>
    [Option(Min = 0)]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection that nobody needs is kept.</summary>
    [Option(Min = 1)]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The longest result of a call, as JSON.</summary>
    [Option(Min = 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize MaxResultSize { get; init; } = new(10 * 1024 * 1024);

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (ConnectString.Read(Db).Rule is { } rule)
        {
            yield return ("db", rule);
        }

        if (AllowedFunctions.Count > 1 && AllowedFunctions.Contains("*"))
        {
            yield return ("allowed-functions", "has * beside other names; write * alone for all functions, or name them");
        }
    }
}
