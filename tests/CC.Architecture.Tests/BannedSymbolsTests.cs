using System.Reflection;
using System.Text.Json;
using CC.Sdk.Testing;

namespace CC.Architecture.Tests;

/// <summary>The analyzer checks what the lists of banned symbols say; here it is checked that the lists say enough.</summary>
public sealed class BannedSymbolsTests
{
    public static TheoryData<string> Lists => ["BannedSymbols.txt", "BannedSymbols.Product.txt", "plugins/BannedSymbols.Plugins.txt"];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Each_symbol_has_its_reason(string list) =>
        Assert.All(Lines(list), line => Assert.Matches(@"^[TMPF]:[^;]+; \S.+", line));

    [Fact]
    public void JSON_is_source_generated_whatever_overload_is_called()
    {
        var reflecting = typeof(JsonSerializer).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(JsonSerializerOptions)))
            .Select(IdOf);

        Assert.Empty(reflecting.Except(Lines("BannedSymbols.Product.txt").Select(line => line.Split(';')[0])));
    }

    private static string[] Lines(string list) =>
        [.. File.ReadAllLines(RepositoryFolder.At(list)).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))];

    /// <summary>A method as documentation comments and the analyzer name it.</summary>
    private static string IdOf(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        return $"M:{method.DeclaringType!.FullName}.{method.Name}{generic}({string.Join(',', method.GetParameters().Select(parameter => IdOf(parameter.ParameterType)))})";
    }

    private static string IdOf(Type type) => type switch
    {
        { IsGenericParameter: true } => $"``{type.GenericParameterPosition}",
        { IsByRef: true } => $"{IdOf(type.GetElementType()!)}@",
        { IsGenericType: true } => $"{type.FullName![..type.FullName!.IndexOf('`')]}{{{string.Join(',', type.GetGenericArguments().Select(IdOf))}}}",
        _ => type.FullName!,
    };
}
