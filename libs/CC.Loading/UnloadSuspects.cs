using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CC.Loading;

/// <summary>Finds in an assembly's file the calls that may keep it in memory after it is unloaded.</summary>
/// <remarks>What is found need not be the cause: a timer that is disposed is none. It is where to look.</remarks>
public static class UnloadSuspects
{
    private const int TokenSize = 4;

    private static readonly byte[] Calls = [(byte)ILOpCode.Call, (byte)ILOpCode.Callvirt, (byte)ILOpCode.Newobj];

    /// <summary>The suspects in an assembly, each cause once a method, in the order of the code.</summary>
    /// <param name="content">The assembly, as it stands in its file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static IReadOnlyList<UnloadSuspect> In(ReadOnlySpan<byte> content, string name)
    {
        using var file = AssemblyFile.Open(content, name);
        var metadata = file.GetMetadataReader();
        var suspicious = Suspicious(metadata);
        return [.. metadata.MethodDefinitions.SelectMany(handle => In(file, metadata, metadata.GetMethodDefinition(handle), suspicious)).Distinct()];
    }

    /// <summary>The suspects in several files, one after the other; what can't be read, or is no assembly, has none.</summary>
    public static IReadOnlyList<UnloadSuspect> InFiles(IEnumerable<string> files) => [.. files.SelectMany(InFile)];

    private static IReadOnlyList<UnloadSuspect> InFile(string file)
    {
        try
        {
            return In(File.ReadAllBytes(file), file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return []; // It is looked for causes, and others may be found.
        }
    }

    private static IEnumerable<UnloadSuspect> In(PEReader file, MetadataReader metadata, MethodDefinition method, Dictionary<int, (string Cause, CalledMember Called)> suspicious)
    {
        if (method.RelativeVirtualAddress == 0)
        {
            yield break;
        }

        var code = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];
        for (var i = 0; i + TokenSize < code.Length; i++)
        {
            // An operand could look like a call by chance; that its token is one of these as well is hardly to be feared.
            if (Calls.Contains(code[i]) && suspicious.TryGetValue(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i + 1)), out var found))
            {
                yield return new UnloadSuspect(found.Cause, found.Called.ToString(), PlaceOf(metadata, method));
            }
        }
    }

    /// <summary>The tokens that stand for a suspicious member.</summary>
    private static Dictionary<int, (string Cause, CalledMember Called)> Suspicious(MetadataReader metadata)
    {
        var found = new Dictionary<int, (string, CalledMember)>();
        foreach (var handle in metadata.MemberReferences)
        {
            if (Read(metadata, metadata.GetMemberReference(handle)) is { } called && SuspectRules.CauseOf(called) is { } cause)
            {
                found[MetadataTokens.GetToken(handle)] = (cause, called);
            }
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            if (found.TryGetValue(MetadataTokens.GetToken(metadata.GetMethodSpecification(handle).Method), out var generic))
            {
                found[MetadataTokens.GetToken(handle)] = generic;
            }
        }

        return found;
    }

    private static CalledMember? Read(MetadataReader metadata, MemberReference member)
    {
        var type = member.Parent.Kind switch
        {
            HandleKind.TypeReference => TypeNames.Of(metadata, metadata.GetTypeReference((TypeReferenceHandle)member.Parent)),
            HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(TypeNames.Instance, null),
            _ => null,
        };
        if (type is null || member.GetKind() != MemberReferenceKind.Method)
        {
            return null;
        }

        var signature = member.DecodeMethodSignature(TypeNames.Instance, null);
        return new CalledMember(type, metadata.GetString(member.Name), !signature.Header.IsInstance, signature.ParameterTypes);
    }

    /// <summary>Async methods and lambdas live in types that the compiler makes; their author knows them by the type around.</summary>
    private static string PlaceOf(MetadataReader metadata, MethodDefinition method)
    {
        var type = TypeNames.Of(metadata, metadata.GetTypeDefinition(method.GetDeclaringType()));
        var name = metadata.GetString(method.Name);
        var made = type.IndexOf(".<", StringComparison.Ordinal);
        if (made < 0)
        {
            return $"{type}.{name}";
        }

        var within = NameWithin(type[(made + 2)..]) ?? NameWithin(name.TrimStart('<'));
        return within is null ? type[..made] : $"{type[..made]}.{within}";
    }

    /// <summary>The method's name in what the compiler makes of it, such as <c>RunAsync&gt;d__3</c>.</summary>
    private static string? NameWithin(string made) => made.IndexOf('>') is > 0 and var end ? made[..end] : null;
}
