using System.Reflection;
using CC.Sdk;

namespace CC.Server.Plugins;

/// <summary>A class of a plugin that a section can configure.</summary>
internal sealed record Component(ComponentKind Kind, Type Type, IReadOnlyList<string> Names, NodeRole Role, bool Concurrent)
{
    public string Name => Names[0];

    /// <summary>The one public constructor; <see cref="ComponentProbe"/> has made sure of it.</summary>
    public ConstructorInfo Constructor => Type.GetConstructors().Single();

    /// <summary>The options record that the constructor asks for, if it asks for one.</summary>
    public Type? OptionsType => Constructor.GetParameters().Select(parameter => parameter.ParameterType).FirstOrDefault(IsOptions);

    /// <summary>The component that a class is marked as, or null.</summary>
    public static Component? Of(Type type)
    {
        if (type.GetCustomAttribute<HandlerAttribute>() is { } handler)
        {
            string[] names = handler.Alias is { } alias ? [handler.Name, alias] : [handler.Name];
            return new Component(ComponentKind.Handler, type, names, handler.Role, handler.Concurrent);
        }

        return type.GetCustomAttribute<DaemonAttribute>() is { } daemon
            ? new Component(ComponentKind.Daemon, type, [daemon.Name], NodeRole.Any, Concurrent: false)
            : null;
    }

    /// <summary>A class of the plugin itself that can be made without arguments is taken for its options.</summary>
    public bool IsOptions(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.Assembly == Type.Assembly && type.GetConstructor(Type.EmptyTypes) is not null;
}
