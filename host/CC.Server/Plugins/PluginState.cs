namespace CC.Server.Plugins;

/// <summary>Where a plugin, or one of its builds, is in its life.</summary>
internal enum PluginState
{
    /// <summary>Its folder was found.</summary>
    Discovered,

    /// <summary>Its files are being read.</summary>
    Loading,

    /// <summary>It is being tried: types, options, constructors, self-tests.</summary>
    Probing,

    /// <summary>It serves.</summary>
    Active,

    /// <summary>Another build serves in its place, or none; it finishes what it holds.</summary>
    Draining,

    /// <summary>It is gone from memory; that is proven.</summary>
    Unloaded,

    /// <summary>It was built for another version of the contract.</summary>
    Incompatible,

    /// <summary>It can't be used: no assembly, a dependency is missing, a name is taken, an option no longer binds.</summary>
    Invalid,

    /// <summary>A constructor or a self-test failed, or took too long.</summary>
    Malfunctioned,

    /// <summary>It serves, but for components that were taken out of the routes because their calls kept failing.</summary>
    Quarantined,

    /// <summary>It was let go, and something still holds it in memory.</summary>
    Pinned,
}
