using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CC.Sdk.Analyzers;

/// <summary>CC0002: who subscribes to an event that lives as long as the process unsubscribes as well, in the same type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticEventAnalyzer() : WholeTypeAnalyzer(UnloadingRule.StaticEvent, OperationKind.EventAssignment)
{
    private protected override void Check(SymbolAnalysisContext context, IOperation[] found)
    {
        var changes = found.OfType<IEventAssignmentOperation>().ToArray();
        foreach (var added in changes.Where(change => change.Adds && EventOf(change) is { } one && OutlivesPlugin(change, one, context.Compilation)))
        {
            if (!changes.Any(change => !change.Adds && IsOpposite(added, change)))
            {
                var one = EventOf(added)!;
                var location = added.Syntax.GetLocation();
                context.ReportDiagnostic(Diagnostic.Create(UnloadingRule.StaticEvent, location, $"{one.ContainingType.Name}.{one.Name}", added.HandlerValue.Syntax.ToString()));
            }
        }
    }

    private static IEventSymbol? EventOf(IEventAssignmentOperation change) => (change.EventReference as IEventReferenceOperation)?.Event;

    /// <summary>The plugin's own static events are unloaded with it; there is one AppDomain and one default context, which never end.</summary>
    private static bool OutlivesPlugin(IEventAssignmentOperation change, IEventSymbol one, Compilation compilation) =>
        !SymbolEqualityComparer.Default.Equals(one.ContainingAssembly, compilation.Assembly)
        && (one.IsStatic || one.ContainingType.ToDisplayString() == "System.AppDomain" || IsOfDefaultContext(change));

    private static bool IsOfDefaultContext(IEventAssignmentOperation change) =>
        (change.EventReference as IEventReferenceOperation)?.Instance is IPropertyReferenceOperation { Property: { Name: "Default", IsStatic: true } property }
        && property.ContainingType.ToDisplayString() == "System.Runtime.Loader.AssemblyLoadContext";

    private static bool IsOpposite(IEventAssignmentOperation added, IEventAssignmentOperation removed) =>
        SymbolEqualityComparer.Default.Equals(EventOf(added), EventOf(removed))
        && HandlerOf(added) is { } handler
        && SymbolEqualityComparer.Default.Equals(handler, HandlerOf(removed));

    /// <summary>The method, or the variable that holds it; none for a lambda, which nobody can name again.</summary>
    private static ISymbol? HandlerOf(IEventAssignmentOperation change)
    {
        var value = change.HandlerValue;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return (value is IDelegateCreationOperation creation ? creation.Target : value) switch
        {
            IMethodReferenceOperation method => method.Method,
            IMemberReferenceOperation member => member.Member,
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
    }
}
