namespace CC.Sdk;

/// <summary>What a node is for, as <c>cc-role</c> says, and where a handler may run.</summary>
public enum NodeRole
{
    /// <summary>Any node.</summary>
    Any,

    /// <summary>A node that serves the programs of its own machine.</summary>
    Local,

    /// <summary>A node that serves other nodes.</summary>
    Remote,
}
