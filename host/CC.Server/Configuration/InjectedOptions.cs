using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>The values that every section is given, which it may give itself as well.</summary>
internal sealed record InjectedOptions
{
    /// <summary>The node's name; a daemon's has its section behind a dot.</summary>
    [Option("job_name")]
    public string JobName { get; init; } = "";

    /// <summary>The section's name.</summary>
    [Option("service_name")]
    public string ServiceName { get; init; } = "";

    /// <summary>The machine's name.</summary>
    [Option("host_name")]
    public string HostName { get; init; } = "";
}
