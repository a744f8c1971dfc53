using System.Reflection;

namespace CC.Server.Diagnostics;

/// <summary>The version of this server, as the build gave it.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
