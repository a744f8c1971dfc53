using CC.Sdk;

namespace CC.Server.Configuration;

/// <summary>The value of <c>cc-role</c>.</summary>
internal enum ConfiguredRole
{
    /// <summary>No role checks; the server warns of it.</summary>
    Insecure,

    /// <summary>The node serves the programs of its own machine.</summary>
    Local,

    /// <summary>The node serves other nodes.</summary>
    Remote,
}

/// <summary>Which handlers a role lets in.</summary>
internal static class Roles
{
    public static bool Admits(this ConfiguredRole role, NodeRole handler) => (role, handler) switch
    {
        (ConfiguredRole.Insecure, _) or (_, NodeRole.Any) => true,
        (ConfiguredRole.Local, NodeRole.Local) or (ConfiguredRole.Remote, NodeRole.Remote) => true,
        _ => false,
    };
}
