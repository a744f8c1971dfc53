using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CC.Sdk.Analyzers;

/// <summary>Judges a type by all that it does of certain kinds, wherever in it.</summary>
public abstract class WholeTypeAnalyzer : DiagnosticAnalyzer
{
    private readonly OperationKind[] kinds;

    private protected WholeTypeAnalyzer(DiagnosticDescriptor rule, params OperationKind[] kinds)
    {
        this.kinds = kinds;
        SupportedDiagnostics = ImmutableArray.Create(rule);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolStartAction(
            type =>
            {
                var found = new ConcurrentQueue<IOperation>();
                type.RegisterOperationAction(one => found.Enqueue(one.Operation), kinds);
                type.RegisterSymbolEndAction(end => Check(end, found.ToArray()));
            },
            SymbolKind.NamedType);
    }

    private protected abstract void Check(SymbolAnalysisContext context, IOperation[] found);
}
