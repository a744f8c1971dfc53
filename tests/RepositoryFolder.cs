using System.Reflection;

namespace CC.Sdk.Testing;

/// <summary>Where the repository is that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryFolder").Value!;

    /// <summary>The full path of a file or folder of the repository, given with forward slashes.</summary>
    public static string At(string relative) => System.IO.Path.Combine([Path, .. relative.Split('/')]);
}
