using CC.Client;
using CC.Sdk.Options;

namespace CC.Plugins.Proxy;

/// <summary>A proxy's section.</summary>
public sealed record ProxyOptions : ZeroMqOptions
{
    /// <summary>The other node's socket.</summary>
    [Option(Required = true, Endpoint = true)]
    public string RemoteCc { get; init; } = "";

    /// <summary>Whether the other node is asked every second if it is there; it needs a route for <c>echo</c> then.</summary>
    public bool Ping { get; init; }

    /// <summary>How long a sender waits while the other node is there and takes nothing; after that, messages are dropped until it does.</summary>
    [Option(Min = 0)]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
