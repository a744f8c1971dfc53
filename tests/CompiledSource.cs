using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CC.Sdk.Testing;

/// <summary>Assemblies of one source each, built on the spot.</summary>
internal static class CompiledSource
{
    private const string Usings = "global using System; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] AllHere =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];

    /// <summary>Builds an assembly that may refer to all that the tests refer to; <paramref name="others"/> come in addition, or in place of those of the same name.</summary>
    public static byte[] Build(string name, string source, params byte[][] others)
    {
        var more = others.Select(image => (Name: NameOf(image), Reference: (MetadataReference)MetadataReference.CreateFromImage(image))).ToArray();
        var references = AllHere.Where(reference => more.All(other => Path.GetFileNameWithoutExtension(reference.Display) != other.Name));
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(Usings)],
            [.. references, .. more.Select(other => other.Reference)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        using var image = new MemoryStream();
        var built = compilation.Emit(image);
        return built.Success ? image.ToArray() : throw new InvalidOperationException(string.Join('\n', built.Diagnostics));
    }

    private static string NameOf(byte[] image)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader([.. image]);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
        return metadata.GetString(metadata.GetAssemblyDefinition().Name);
    }
}
