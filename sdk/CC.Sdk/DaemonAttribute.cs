namespace CC.Sdk;

/// <summary>Names a daemon, for <c>module = NAME</c> in its section; <c>cc.daemon.NAME</c> means the same.</summary>
/// <param name="name">The name: lower case, no dots.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DaemonAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}
