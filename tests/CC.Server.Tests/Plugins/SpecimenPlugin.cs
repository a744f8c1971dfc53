using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

/// <summary>A real plugin, built from <c>tests/apps/Specimen</c>.</summary>
internal static class SpecimenPlugin
{
    public static string Path { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Specimen").Value!;

    public static Plugin Load() => Plugin.Load(Path);

    public static AssemblyLoadContext ContextOf(Plugin plugin) => AssemblyLoadContext.GetLoadContext(plugin.Components[0].Type.Assembly)!;

    /// <summary>Puts a copy where a folder of plugins has it: <c>FOLDER/NAME/NAME.dll</c>.</summary>
    public static string CopyTo(string folder, string name)
    {
        var target = Directory.CreateDirectory(System.IO.Path.Combine(folder, name)).FullName;
        var assembly = System.IO.Path.Combine(target, $"{name}.dll");
        File.Copy(Path, assembly);
        File.Copy(System.IO.Path.ChangeExtension(Path, ".deps.json"), System.IO.Path.Combine(target, $"{name}.deps.json"));
        return assembly;
    }

    /// <summary>How many contexts are still there after as many collections as it takes for most to go.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Survivors(IReadOnlyList<WeakReference> contexts, int acceptable)
    {
        for (var i = 0; i < 20 && contexts.Count(context => context.IsAlive) > acceptable; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return contexts.Count(context => context.IsAlive);
    }
}
