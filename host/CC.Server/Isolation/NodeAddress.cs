using CC.Server.Plugins;
using CC.Zmtp;

namespace CC.Server.Isolation;

/// <summary>What a component's process has to know of its node.</summary>
/// <param name="HostName">The machine's name, as the node has it.</param>
/// <param name="Endpoints">Where the node listens.</param>
/// <param name="Socket">The limits of the node's own socket.</param>
/// <param name="Grace">How long the process may take to end.</param>
/// <param name="Plugins">Which plugins may be loaded.</param>
internal sealed record NodeAddress(string HostName, IReadOnlyList<string> Endpoints, ZmtpSocketOptions Socket, TimeSpan Grace, PluginOptions Plugins);
