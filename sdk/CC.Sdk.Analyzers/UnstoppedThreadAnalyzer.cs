using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CC.Sdk.Analyzers;

/// <summary>
/// CC0003: who makes a thread, a timer, a wait of the thread pool or a registration for a signal ends it. Says so only where it is plain that nobody does: a thread of a type
/// that does nothing when it is disposed and waits for none, and one of the others that nobody keeps, or that is kept where nobody ever takes it up again.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnstoppedThreadAnalyzer() : WholeTypeAnalyzer(
    UnloadingRule.Unstopped,
    OperationKind.ObjectCreation,
    OperationKind.Invocation,
    OperationKind.FieldReference,
    OperationKind.PropertyReference,
    OperationKind.LocalReference)
{
    private protected override void Check(SymbolAnalysisContext context, IOperation[] found)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var threads = found.Where(IsThread).ToArray();
        if (threads.Length > 0 && !EndsSomething(type) && !found.Any(IsJoin))
        {
            Report(context, threads, "thread", "Join it, or end it in Dispose or DisposeAsync");
        }

        ReportForgotten(context, found, IsTimer, "timer", "dispose it");
        ReportForgotten(context, found, IsWait, "wait", "Unregister it");
        ReportForgotten(context, found, IsSignal, "registration for a signal", "dispose it");
    }

    private static void ReportForgotten(SymbolAnalysisContext context, IOperation[] found, Func<IOperation, bool> isOne, string what, string end)
    {
        var made = found.Where(isOne).Select(one => (Operation: one, Kept: KeptValue.Of(one))).ToArray();
        Report(context, made.Where(one => one.Kept.IsLost).Select(one => one.Operation), what, $"keep it, and {end} in Dispose or DisposeAsync");
        Report(
            context,
            made.Where(one => one.Kept.Holder is { } holder && !found.Any(other => KeptValue.IsTakenUp(other, holder))).Select(one => one.Operation),
            what,
            $"{end} in Dispose or DisposeAsync");
    }

    private static void Report(SymbolAnalysisContext context, IEnumerable<IOperation> operations, string what, string nextStep)
    {
        foreach (var operation in operations)
        {
            context.ReportDiagnostic(Diagnostic.Create(UnloadingRule.Unstopped, operation.Syntax.GetLocation(), what, context.Symbol.Name, nextStep));
        }
    }

    private static bool IsThread(IOperation operation) => operation is IObjectCreationOperation creation && IsNamed(creation.Type, "System.Threading.Thread");

    private static bool IsJoin(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Join" } method } && IsNamed(method.ContainingType, "System.Threading.Thread");

    private static bool IsTimer(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => IsNamed(creation.Type, "System.Threading.Timer") || IsNamed(creation.Type, "System.Timers.Timer"),
        IInvocationOperation { TargetMethod: { Name: "CreateTimer" } method } => IsNamed(method.OriginalDefinition.ContainingType, "System.TimeProvider"),
        _ => false,
    };

    /// <summary>One that is to be called only once ends by itself.</summary>
    private static bool IsWait(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "RegisterWaitForSingleObject" or "UnsafeRegisterWaitForSingleObject" } method } wait
        && IsNamed(method.ContainingType, "System.Threading.ThreadPool")
        && !wait.Arguments.Any(argument => argument is { Parameter.Name: "executeOnlyOnce", Value.ConstantValue: { HasValue: true, Value: true } });

    private static bool IsSignal(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Create" } method } && IsNamed(method.ContainingType, "System.Runtime.InteropServices.PosixSignalRegistration");

    private static bool IsNamed(ITypeSymbol? type, string name) => type?.ToDisplayString() == name;

    private static bool IsDisposable(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(one => IsNamed(one, "System.IDisposable") || IsNamed(one, "System.IAsyncDisposable"));

    /// <summary>Whether the type can be disposed, and something happens then: in itself, or in what it derives from.</summary>
    private static bool EndsSomething(INamedTypeSymbol type)
    {
        var own = type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.Name.Split('.').Last() is "Dispose" or "DisposeAsync")
            .SelectMany(method => method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<MethodDeclarationSyntax>())
            .ToArray();
        return IsDisposable(type) && (own.Length == 0 || own.Any(DoesSomething));
    }

    /// <summary>Other than to return what is always the same.</summary>
    private static bool DoesSomething(MethodDeclarationSyntax method) =>
        method.DescendantNodes().Any(node => node.IsKind(SyntaxKind.InvocationExpression) || node.IsKind(SyntaxKind.ConditionalAccessExpression) || node is AssignmentExpressionSyntax);
}
