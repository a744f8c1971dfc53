using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CC.Architecture.Tests;

/// <summary>What an assembly says of itself, read without loading it.</summary>
internal static class Binary
{
    public static string[] References(string path) =>
        Read(path, reader => reader.AssemblyReferences.Select(reference => reader.GetString(reader.GetAssemblyReference(reference).Name)).ToArray());

    public static string[] PublicTypes(string path) => Read(path, reader => reader.TypeDefinitions
        .Select(reader.GetTypeDefinition)
        .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
        .Select(type => reader.GetString(type.Name))
        .ToArray());

    private static T Read<T>(string path, Func<MetadataReader, T> read)
    {
        using var file = new PEReader(File.OpenRead(path));
        return read(file.GetMetadataReader());
    }
}
