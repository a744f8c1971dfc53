namespace CC.Server.Routing;

/// <summary>What happens to a message that finds a mailbox full.</summary>
internal enum WhenFull
{
    /// <summary>Its sender waits.</summary>
    Wait,

    /// <summary>It is dropped.</summary>
    Drop,
}
