using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CC.Sdk.Analyzers;

/// <summary>What becomes of a value that code has made.</summary>
internal readonly struct KeptValue
{
    private KeptValue(bool isLost, ISymbol? holder)
    {
        IsLost = isLost;
        Holder = holder;
    }

    /// <summary>Nobody has it any more.</summary>
    public bool IsLost { get; }

    /// <summary>The variable of the type's own that has it; none where others have it, who may do with it what they like.</summary>
    public ISymbol? Holder { get; }

    public static KeptValue Of(IOperation value)
    {
        var parent = value.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IExpressionStatementOperation => new KeptValue(true, null),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => new KeptValue(true, null),
            ISimpleAssignmentOperation assignment => new KeptValue(false, Own(assignment.Target)),
            ICoalesceAssignmentOperation assignment => new KeptValue(false, Own(assignment.Target)),
            IFieldInitializerOperation initializer => new KeptValue(false, initializer.InitializedFields.FirstOrDefault(IsOwn)),
            IPropertyInitializerOperation initializer => new KeptValue(false, initializer.InitializedProperties.FirstOrDefault(IsOwn)),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => new KeptValue(false, IsUsing(declarator) ? null : declarator.Symbol),
            _ => default,
        };
    }

    /// <summary>Whether an operation has to do with what a variable holds: anything but setting it, or setting the timer in it anew.</summary>
    public static bool IsTakenUp(IOperation operation, ISymbol holder) =>
        SymbolEqualityComparer.Default.Equals(Referred(operation), holder)
        && !(operation.Parent is IAssignmentOperation assignment && assignment.Target == operation)
        && !(operation.Parent is IInvocationOperation { TargetMethod.Name: "Change" } change && change.Instance == operation);

    private static ISymbol? Own(IOperation target) => Referred(target) is { } symbol && IsOwn(symbol) ? symbol : null;

    private static bool IsOwn(ISymbol symbol) => symbol is ILocalSymbol || symbol.DeclaredAccessibility == Accessibility.Private;

    private static ISymbol? Referred(IOperation operation) => operation switch
    {
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        ILocalReferenceOperation local => local.Local,
        _ => null,
    };

    private static bool IsUsing(IOperation declarator)
    {
        for (var parent = declarator.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IUsingOperation or IUsingDeclarationOperation)
            {
                return true;
            }
        }

        return false;
    }
}
