using CC.Sdk;
using CC.Sdk.Options;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>Looks for mistakes in a component's class that would show only when a section uses it.</summary>
internal static class ComponentProbe
{
    private static readonly Type[] Injectable = [
        typeof(ComponentContext), typeof(IMessages), typeof(IMetrics), typeof(IComponents), typeof(IEvents), typeof(TimeProvider), typeof(ILogger),
    ];

    /// <summary>What is wrong, in a sentence each.</summary>
    public static IEnumerable<string> Problems(Component component)
    {
        var type = component.Type;
        var contract = component.Kind switch
        {
            ComponentKind.Handler => typeof(IHandler),
            ComponentKind.Daemon => typeof(IDaemon),
            _ => typeof(ITask),
        };
        if (!contract.IsAssignableFrom(type) || type.IsAbstract || type.ContainsGenericParameters)
        {
            yield return $"{type} is marked [{component.Kind}], but is no {contract.Name} that can be made";
        }

        foreach (var name in component.Names.Where(name => name != name.ToLowerInvariant() || name.Contains('.') || !Message.IsType(System.Text.Encoding.UTF8.GetBytes(name))))
        {
            yield return $"{type} is named '{name}'; a name has lower-case letters, digits, '_' and '-'";
        }

        if (type.GetConstructors() is not [var constructor])
        {
            yield return $"{type} must have exactly one public constructor";
            yield break;
        }

        var parameters = constructor.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        foreach (var parameter in parameters.Where(parameter => !IsInjectable(parameter) && !component.IsOptions(parameter)))
        {
            yield return $"{type} asks for {parameter} in its constructor, which a component can't have: it gets its options, IMessages, IMetrics, IEvents, IComponents, ILogger, TimeProvider and ComponentContext";
        }

        foreach (var options in parameters.Where(component.IsOptions).Skip(1))
        {
            yield return $"{type} asks for more than one options record; put {options} into the first";
        }

        foreach (var options in parameters.Where(component.IsOptions).Take(1).Where(FurtherSections.AreWanted).Where(options => component.Kind != ComponentKind.Handler || FurtherSections.AreMisplaced(options)))
        {
            yield return $"{options} asks for further sections; only a handler can, by a property that is an IReadOnlyList<ConfiguredSection>";
        }

        foreach (var option in parameters.Where(component.IsOptions).Take(1).SelectMany(OptionDescriptor.Of).Where(option => !option.IsSupported))
        {
            yield return $"{option.Declaration} can't be an option: options are texts, numbers, yes or no, times, sizes, enumerations and lists of texts";
        }
    }

    private static bool IsInjectable(Type type) =>
        Injectable.Contains(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>));
}
