using System.Reflection;
using System.Runtime.CompilerServices;
using CC.Sdk.Testing;

namespace CC.Loading.Tests;

public sealed class PluginLoadContextTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_dependency_of_the_plugins_own_is_loaded_beside_and_not_shared()
    {
        var own = CompiledSource.Build("Own", "public static class Own { public static string Text => \"own\"; }");
        Library.Write(folder.Path, "Own", own);
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public static class Main { public static string Text => Own.Text; }", own));

        var context = new PluginLoadContext(path, new HashSet<string>());
        var text = Call(context.LoadMain(), "Main");

        Assert.Equal("own", text);
        Assert.Equal(["Main", "Own"], context.Assemblies.Select(assembly => assembly.GetName().Name!).Order());
        Assert.Equal([Path.Combine(folder.Path, "Own.dll")], context.LoadedDependencies);
        Assert.Equal(new FileInfo(path).Length + own.Length, context.LoadedOctets);
        context.Unload();
    }

    [Fact]
    public void A_file_that_is_not_admitted_is_not_loaded()
    {
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public class Main;"));
        var context = new PluginLoadContext(path, new HashSet<string>(), (file, _) => throw new InvalidOperationException($"not {file}"));

        Assert.Equal($"not {path}", Assert.Throws<InvalidOperationException>(context.LoadMain).Message);
    }

    [Fact]
    public void What_is_admitted_are_the_octets_that_are_loaded()
    {
        var image = CompiledSource.Build("Main", "public class Main;");
        var path = Library.Write(folder.Path, "Main", image);
        ReadOnlyMemory<byte> admitted = default;

        new PluginLoadContext(path, new HashSet<string>(), (_, content) => admitted = content).LoadMain();

        Assert.Equal(image, admitted.ToArray());
    }

    [Fact]
    public void Once_unloaded_it_is_gone()
    {
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public static class Main { public static string Text => \"main\"; }"));

        Assert.True(UnloadProof.IsGone(LoadAndUnload(path)));
    }

    [Fact]
    public void Once_released_it_is_gone_even_if_a_handler_of_its_own_fails()
    {
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", """
            public static class Main
            {
                public static string Text
                {
                    get
                    {
                        System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(Main).Assembly).Unloading += _ => throw new InvalidOperationException();
                        return "main";
                    }
                }
            }
            """));

        Assert.True(UnloadProof.IsGone(LoadAndRelease(path)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndRelease(string path)
    {
        var context = new PluginLoadContext(path, new HashSet<string>());
        Call(context.LoadMain(), "Main");
        context.Release();
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndUnload(string path)
    {
        var context = new PluginLoadContext(path, new HashSet<string>());
        Assert.Equal("main", Call(context.LoadMain(), "Main"));
        context.Unload();
        return new WeakReference(context);
    }

    private static object? Call(Assembly assembly, string type) => assembly.GetType(type)!.GetProperty("Text")!.GetValue(null);
}
