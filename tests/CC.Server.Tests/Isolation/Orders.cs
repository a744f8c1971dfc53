using CC.Server.Components;
using CC.Server.Isolation;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Isolation;

/// <summary>What a node would tell a process.</summary>
internal static class Orders
{
    public static ComponentOrder To(string endpoint) => new()
    {
        Plugin = "none.dll",
        SignatureCa = "",
        Kind = ComponentKind.Daemon,
        Component = "none",
        IsTrial = false,
        Section = "d:test",
        JobName = "cc.d:test",
        HostName = "testhost",
        Options = new Dictionary<string, string>(),
        Parts = new Dictionary<string, IReadOnlyDictionary<string, string>>(),
        Endpoint = endpoint,
        HighWaterMark = 100,
        MaxMessageSize = 1024 * 1024,
        Linger = TimeSpan.Zero,
        Level = LogLevel.Information,
        MaxFiles = 0,
        Grace = TimeSpan.FromSeconds(10),
    };
}
