using System.Reflection;
using CC.Sdk;

namespace CC.Server.Plugins;

/// <summary>The kinds of component.</summary>
internal enum ComponentKind
{
    Handler,
    Daemon,
}

/// <summary>A class of a plugin that a section can configure.</summary>
internal sealed record Component(ComponentKind Kind, Type Type, IReadOnlyList<string> Names, NodeRole Role, bool Concurrent)
{
    public string Name => Names[0];

    /// <summary>The options record that the constructor asks for, if it asks for one.</summary>
    public Type? OptionsType => Constructor.GetParameters().Select(parameter => parameter.ParameterType).FirstOrDefault(IsOptions);

    public ConstructorInfo Constructor => Type.GetConstructors() is [var only]
        ? only
        : throw new MissingMethodException($"{Type} must have exactly one public constructor.");

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

    /// <summary>A class that can be made without arguments and comes from a plugin is taken for its options.</summary>
    public static bool IsOptions(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null && type.Assembly != typeof(IHandler).Assembly;
}
