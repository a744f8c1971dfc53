using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CC.Sdk.Analyzers.Tests;

/// <summary>A piece of C# that is compiled, and looked at by the analyzers.</summary>
internal static class Snippet
{
    private const string Usings = """
        using System;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new ReflectionJsonAnalyzer(), new StaticEventAnalyzer(), new UnstoppedThreadAnalyzer()];

    private static readonly MetadataReference[] Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];

    /// <summary>What is said of each place, as <c>ID code</c>, in the order of the text.</summary>
    public static async Task<string[]> FindAsync(string code) =>
        [.. (await DiagnosticsAsync(code)).Select(one => $"{one.Id} {one.Location.SourceTree!.GetText().ToString(one.Location.SourceSpan)}")];

    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(Usings + code, new CSharpParseOptions(LanguageVersion.Latest));
        var compilation = CSharpCompilation.Create("Snippet", [tree], Framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error));

        var said = await compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(said, one => one.Id.StartsWith("AD", StringComparison.Ordinal));
        return [.. said.OrderBy(one => one.Location.SourceSpan.Start)];
    }
}
