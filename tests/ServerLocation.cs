using System.Reflection;
using System.Runtime.CompilerServices;

namespace CC.Sdk.Testing;

/// <summary>Where the build has put the server, and where the repository is.</summary>
internal static class ServerLocation
{
    public static string Repository { get; } = Metadata("Repository");

    [ModuleInitializer]
    internal static void UseBuiltServer() => ServerProcess.Executable = Metadata("Server");

    private static string Metadata(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
