using CC.Loading;

namespace CC.Sdk.Testing.Contracts;

/// <summary>Rules about what is deployed.</summary>
internal static class FileRules
{
    public static IEnumerable<ContractCheck> Of(ContractSubject subject)
    {
        yield return new("MUST-01", "all that it refers to is beside it, shared with the host, or part of .NET", () => References(subject));
        yield return new("MUST-02", "it brings no copy of the contract", () => NoCopy(subject));
    }

    private static Task References(ContractSubject subject)
    {
        var missing = new PluginReferences(Path.GetFullPath(subject.AssemblyPath), ContractSubject.Shared).Missing();
        return missing is []
            ? Task.CompletedTask
            : throw new ContractViolation($"missing: {string.Join(", ", missing.Select(entry => $"{entry.Reference.Name} {entry.Reference.Version} (for {entry.By})"))}; set EnableDynamicLoading, and deploy the whole output folder");
    }

    private static Task NoCopy(ContractSubject subject)
    {
        var copies = ContractSubject.Shared.Where(name => File.Exists(Path.Combine(subject.Folder, $"{name}.dll"))).ToArray();
        return copies is []
            ? Task.CompletedTask
            : throw new ContractViolation($"{string.Join(", ", copies)} must not be deployed: refer to the package CC.Sdk, or with ExcludeAssets=\"runtime\"");
    }
}
