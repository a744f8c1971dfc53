using System.Reflection;
using CC.Sdk.Testing;

namespace CC.Loading.Tests;

public sealed class PluginReferencesTests : IDisposable
{
    private static readonly HashSet<string> Shared = ["Shared"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_reference_comes_from_the_host_the_plugin_the_framework_or_nowhere()
    {
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public class A;"));
        var own = Library.Write(folder.Path, "Own", CompiledSource.Build("Own", "public class B;"));
        var references = new PluginReferences(path, Shared);

        Assert.Equal((ReferenceOrigin.Shared, null), references.Locate(new AssemblyName("Shared")));
        Assert.Equal((ReferenceOrigin.Plugin, own), references.Locate(new AssemblyName("Own")));
        Assert.Equal((ReferenceOrigin.Framework, null), references.Locate(new AssemblyName("System.Text.Json")));
        Assert.Equal((ReferenceOrigin.Missing, null), references.Locate(new AssemblyName("Nowhere")));
    }

    [Fact]
    public void What_only_the_host_happens_to_have_is_missing()
    {
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public class A;"));

        Assert.Equal((ReferenceOrigin.Missing, null), new PluginReferences(path, Shared).Locate(typeof(FactAttribute).Assembly.GetName()));
    }

    [Fact]
    public void A_reference_of_a_reference_that_is_missing_is_named_with_who_needs_it()
    {
        var far = CompiledSource.Build("Far", "public static class Far { public static int One => 1; }");
        var near = CompiledSource.Build("Near", "public static class Near { public static int Two => Far.One; }", far);
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public static class Main { public static int Three => Near.Two; }", near));
        Library.Write(folder.Path, "Near", near);

        var missing = Assert.Single(new PluginReferences(path, Shared).Missing());

        Assert.Equal(("Far", "Near.dll"), (missing.Reference.Name, missing.By));
    }

    [Fact]
    public void What_differs_by_platform_is_found_where_a_build_puts_it()
    {
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public class A;"));
        var platform = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        string Make(string file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            return folder.File(file, "");
        }

        Make("Own.dll");
        Array.ForEach(["net5.0", "net8.0", "net99.0", "net6.0", "net7.0"], framework => Make($"runtimes/{platform}/lib/{framework}/Own.dll"));
        var own = Make($"runtimes/{platform}/lib/net9.0/Own.dll");
        Array.ForEach(["netstandard2.0", "net4.8", "netcoreapp3.1"], framework => Make($"runtimes/{platform}/lib/{framework}/Own.dll"));
        var everywhere = Make("runtimes/any/lib/netstandard2.0/Any.dll");
        var native = Make($"runtimes/{platform}/native/libdeep.so");
        var beside = Make("shallow.so");
        var references = new PluginReferences(path, Shared);

        Assert.Equal((ReferenceOrigin.Plugin, own), references.Locate(new AssemblyName("Own")));
        Assert.Equal((ReferenceOrigin.Plugin, everywhere), references.Locate(new AssemblyName("Any")));
        Assert.Equal((native, native, beside, null), (references.LocateNative("deep"), references.LocateNative("libdeep.so"), references.LocateNative("shallow"), references.LocateNative("none")));
    }

    [Fact]
    public void What_it_brings_along_and_refers_to_is_its_own()
    {
        var far = CompiledSource.Build("Far", "public static class Far { public static int One => 1; }");
        var near = CompiledSource.Build("Near", "public static class Near { public static int Two => Far.One; }", far);
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public static class Main { public static int Three => Near.Two; }", near));
        string[] own = [path, Library.Write(folder.Path, "Near", near), Library.Write(folder.Path, "Far", far)];
        Library.Write(folder.Path, "Unused", CompiledSource.Build("Unused", "public class Unused;"));

        Assert.Equal(own, new PluginReferences(path, Shared).Own());
    }
}
