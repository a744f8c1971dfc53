namespace CC.Plugins.PgLogForward;

/// <summary>What is wrong with a datagram.</summary>
internal enum DatagramFault
{
    None,

    /// <summary>It is not a row of tnetstrings.</summary>
    NotNetstr,

    /// <summary>It has more fields than a log entry.</summary>
    TooManyFields,

    /// <summary>A field is of another kind than it should be.</summary>
    BadField,

    /// <summary>It does not say of which level the entry is, and with which code.</summary>
    NoLevel,

    /// <summary>PostgreSQL has no such level.</summary>
    UnknownLevel,
}
