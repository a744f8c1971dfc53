namespace CC.Sdk;

/// <summary>Names a handler, for <c>handler = NAME</c> in its section; <c>cc.handler.NAME</c> means the same.</summary>
/// <param name="name">The name: lower case, no dots.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HandlerAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>An older name that configurations may use as well.</summary>
    public string? Alias { get; init; }

    /// <summary>
    /// False, the default: messages wait in a mailbox and are handled one at a time, in the order in which each sender sent
    /// them. True: the handler is called on the receiving thread itself, for several messages at once; it must not block.
    /// </summary>
    public bool Concurrent { get; init; }

    /// <summary>On which nodes the handler may run. Default: any.</summary>
    public NodeRole Role { get; init; } = NodeRole.Any;
}
