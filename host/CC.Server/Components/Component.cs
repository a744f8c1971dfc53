using System.Reflection;
using CC.Sdk;
using CC.Server.Commands;

namespace CC.Server.Components;

/// <summary>A class of a plugin that a section can configure.</summary>
internal sealed record Component(ComponentKind Kind, Type Type, IReadOnlyList<string> Names, NodeRole Role, bool Concurrent)
{
    public string Name => Names[0];

    /// <summary>What the build that it is part of is used for.</summary>
    public ComponentUses Uses { get; init; } = new();

    /// <summary>The main assembly of the plugin that it is part of, by which another process can load it.</summary>
    public string PluginFile { get; init; } = "";

    /// <summary>Whether it can't run in a process of its own.</summary>
    public bool NodeOnly { get; init; }

    /// <summary>What it does, in a sentence, for those who look for a task.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What it takes, if it is a task: <c>NAME: MEANING</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>A task that is a program, which is no plugin's.</summary>
    public static Component Program { get; } = new(ComponentKind.Task, typeof(CommandTask), ["command"], NodeRole.Any, Concurrent: false);

    /// <summary>Whether it only keeps the place of a component whose plugin was unloaded.</summary>
    public bool IsVacant => Type == typeof(VacantHandler) || Type == typeof(VacantDaemon) || Type == typeof(VacantTask);

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

        if (type.GetCustomAttribute<DaemonAttribute>() is { } daemon)
        {
            return new Component(ComponentKind.Daemon, type, [daemon.Name], NodeRole.Any, Concurrent: false) { NodeOnly = daemon.NodeOnly };
        }

        return type.GetCustomAttribute<TaskAttribute>() is { } task
            ? new Component(ComponentKind.Task, type, [task.Name], NodeRole.Any, Concurrent: false) { Summary = task.Summary, Parameters = [.. task.Parameters] }
            : null;
    }

    /// <summary>What keeps its place while its plugin is unloaded.</summary>
    public Component Vacant() => new(Kind, VacantType, Names, Role, Concurrent) { Summary = Summary, Parameters = Parameters };

    private Type VacantType => Kind switch
    {
        ComponentKind.Handler => typeof(VacantHandler),
        ComponentKind.Daemon => typeof(VacantDaemon),
        _ => typeof(VacantTask),
    };

    /// <summary>A class of the plugin itself that can be made without arguments is taken for its options.</summary>
    public bool IsOptions(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.Assembly == Type.Assembly && type.GetConstructor(Type.EmptyTypes) is not null;
}
