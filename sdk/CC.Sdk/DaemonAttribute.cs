namespace CC.Sdk;

/// <summary>Names a daemon, for <c>module = NAME</c> in its section; <c>cc.daemon.NAME</c> means the same.</summary>
/// <param name="name">The name: lower case, no dots.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DaemonAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Whether it runs within the node's process only, since it has the node's other components run (<see cref="IComponents"/>): <c>isolation = process</c> is refused then.</summary>
    public bool NodeOnly { get; init; }
}
