using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CC.Loading;

/// <summary>Reads assemblies as files, without loading them.</summary>
public static class AssemblyFile
{
    /// <summary>The assemblies that a file refers to.</summary>
    /// <exception cref="BadImageFormatException">The file is no assembly.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static IReadOnlyList<AssemblyName> References(string path)
    {
        using var file = Open(File.ReadAllBytes(path), path);
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }

    /// <summary>Looks into a file's content.</summary>
    internal static PEReader Open(ReadOnlySpan<byte> content, string path)
    {
        var file = new PEReader([.. content]);
        if (file.HasMetadata)
        {
            return file;
        }

        file.Dispose();
        throw new BadImageFormatException($"{path} is no .NET assembly");
    }
}
