using System.Reflection;
using CC.Sdk;

namespace CC.Server.Components;

/// <summary>Offers a changed configuration to components that take one (<see cref="IReconfigurable{TOptions}"/>).</summary>
internal static class Reconfiguration
{
    public static bool IsTakenBy(object component) => InterfaceOf(component) is not null;

    /// <summary>Completes when the component has taken it, at once if it takes none.</summary>
    public static async Task OfferAsync(object component, object? options, IReadOnlySet<string> changed, CancellationToken cancellationToken)
    {
        if (InterfaceOf(component)?.GetMethod(nameof(IReconfigurable<>.ReconfigureAsync)) is { } method)
        {
            await (Task)method.Invoke(component, BindingFlags.DoNotWrapExceptions, null, [options, changed, cancellationToken], null)!;
        }
    }

    private static Type? InterfaceOf(object component) =>
        component.GetType().GetInterfaces().FirstOrDefault(candidate =>
            candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IReconfigurable<>));
}
