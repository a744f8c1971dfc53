using System.Reflection;
using System.Runtime.CompilerServices;

namespace CC.Sdk.Testing;

/// <summary>Where the build has put the server.</summary>
internal static class ServerLocation
{
    [ModuleInitializer]
    internal static void UseBuiltServer() => ServerProcess.Executable =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Server").Value!;
}
