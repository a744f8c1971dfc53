using System.Reflection;

[assembly: AssemblyVersion("9.0.0.0")]

namespace CC.Sdk;

// What CC.Sdk may look like in eight versions' time.
public readonly struct Message;

public interface IHandler
{
    ValueTask HandleAsync(Message message, CancellationToken cancellationToken);
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class HandlerAttribute(string name) : Attribute
{
    public string Name => name;
}
