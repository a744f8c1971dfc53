using CC.Sdk.Options;

namespace CC.Plugins.Echo;

/// <summary>An echo handler's section.</summary>
public sealed record EchoOptions
{
    /// <summary>Other nodes to ask every second if they are there, as ZeroMQ URLs; what is wrong is logged.</summary>
    [Option(Endpoint = true)]
    public IReadOnlyList<string> PingRemotes { get; init; } = [];
}
