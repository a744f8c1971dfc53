namespace CC.Loading;

/// <summary>Where a plugin gets an assembly from.</summary>
public enum ReferenceOrigin
{
    /// <summary>From the host: the contract.</summary>
    Shared,

    /// <summary>From its own folder.</summary>
    Plugin,

    /// <summary>From the framework that the host runs on.</summary>
    Framework,

    /// <summary>From nowhere.</summary>
    Missing,
}
