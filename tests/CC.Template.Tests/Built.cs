using System.Reflection;

namespace CC.Template.Tests;

/// <summary>What the build has told this assembly.</summary>
internal static class Built
{
    public static string Configuration => Value("Configuration");

    public static string PackageCache => Value("PackageCache");

    /// <summary>The folder of <c>ccctl</c>.</summary>
    public static string Tools => Value("Tools");

    private static string Value(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
