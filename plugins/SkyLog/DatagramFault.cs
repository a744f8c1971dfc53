namespace CC.Plugins.SkyLog;

/// <summary>What is wrong with a datagram.</summary>
internal enum DatagramFault
{
    None,

    /// <summary>It is no JSON object of the fields that there are, each of its kind.</summary>
    NotJson,

    /// <summary>It has no message, or no level.</summary>
    MissingField,

    /// <summary>There is no such level.</summary>
    UnknownLevel,
}
