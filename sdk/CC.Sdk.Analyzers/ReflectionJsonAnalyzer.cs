using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CC.Sdk.Analyzers;

/// <summary>CC0001: JSON is read and written with source-generated code only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReflectionJsonAnalyzer : DiagnosticAnalyzer
{
    private const string PassTypeInfo = "pass the JsonTypeInfo of a JsonSerializerContext of the plugin's own";
    private const string PassNode = "pass a JsonNode, made with the JsonTypeInfo of a JsonSerializerContext of the plugin's own";
    private const string UseContext = "use a JsonSerializerContext of the plugin's own as the resolver";
    private const string UseSystemTextJson = "use System.Text.Json with a JsonSerializerContext of the plugin's own";

    /// <summary>Types whose methods take what the generated code knows; those that are not given it use reflection.</summary>
    private static readonly ImmutableHashSet<string> Serializers = ImmutableHashSet.Create(
        "System.Text.Json.JsonSerializer",
        "System.Net.Http.Json.JsonContent",
        "System.Net.Http.Json.HttpContentJsonExtensions",
        "System.Net.Http.Json.HttpClientJsonExtensions");

    /// <summary>Methods that have no other way.</summary>
    private static readonly ImmutableHashSet<string> Reflecting = ImmutableHashSet.Create(
        "Newtonsoft.Json.JsonConvert.SerializeObject",
        "Newtonsoft.Json.JsonConvert.DeserializeObject",
        "Newtonsoft.Json.JsonConvert.DeserializeAnonymousType",
        "Newtonsoft.Json.JsonConvert.PopulateObject",
        "Newtonsoft.Json.JsonSerializer.Serialize",
        "Newtonsoft.Json.JsonSerializer.Deserialize",
        "Newtonsoft.Json.JsonSerializer.Populate",
        "Newtonsoft.Json.Linq.JToken.FromObject",
        "Newtonsoft.Json.Linq.JToken.ToObject",
        "Newtonsoft.Json.Linq.JObject.FromObject",
        "Newtonsoft.Json.Linq.JArray.FromObject");

    /// <summary>Methods that reflect where they are given a type argument, and no metadata of it: anything becomes a node.</summary>
    private static readonly ImmutableHashSet<string> NodeMakers = ImmutableHashSet.Create(
        "System.Text.Json.Nodes.JsonArray.Add",
        "System.Text.Json.Nodes.JsonNode.ReplaceWith",
        "System.Text.Json.Nodes.JsonValue.Create");

    private static readonly ImmutableHashSet<string> TypeInfos = ImmutableHashSet.Create(
        "System.Text.Json.Serialization.Metadata.JsonTypeInfo",
        "System.Text.Json.Serialization.JsonSerializerContext");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(UnloadingRule.ReflectionJson);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(called => Check(called, ((IInvocationOperation)called.Operation).TargetMethod), OperationKind.Invocation);
        context.RegisterOperationAction(Check, OperationKind.ObjectCreation);
        context.RegisterOperationAction(named => Check(named, ((IMethodReferenceOperation)named.Operation).Method), OperationKind.MethodReference);
    }

    private static void Check(OperationAnalysisContext context, IMethodSymbol method)
    {
        if (NextStep(method.ReducedFrom ?? method) is { } nextStep)
        {
            Report(context, $"{method.ContainingType.Name}.{method.Name}", nextStep);
        }
    }

    /// <summary>The resolver that reflects, and those that are made of it.</summary>
    private static void Check(OperationAnalysisContext context)
    {
        for (var type = context.Operation.Type; type is not null; type = type.BaseType)
        {
            if (FullName(type) == "System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver")
            {
                Report(context, context.Operation.Type!.Name, UseContext);
                return;
            }
        }
    }

    private static void Report(OperationAnalysisContext context, string name, string nextStep) =>
        context.ReportDiagnostic(Diagnostic.Create(UnloadingRule.ReflectionJson, context.Operation.Syntax.GetLocation(), name, nextStep));

    private static string? NextStep(IMethodSymbol method)
    {
        var type = FullName(method.ContainingType);
        return Reflecting.Contains($"{type}.{method.Name}") ? UseSystemTextJson
            : method.Parameters.Any(parameter => TypeInfos.Contains(FullName(parameter.Type))) ? null
            : Serializers.Contains(type) ? PassTypeInfo
            : NodeMakers.Contains($"{type}.{method.Name}") && method.TypeArguments.Length > 0 && !IsNode(method.TypeArguments[0]) ? PassNode
            : null;
    }

    /// <summary>What is a node already is taken as it is.</summary>
    private static bool IsNode(ITypeSymbol? type) => type is not null && (FullName(type) == "System.Text.Json.Nodes.JsonNode" || IsNode(type.BaseType));

    private static string FullName(ITypeSymbol type) => $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
}
