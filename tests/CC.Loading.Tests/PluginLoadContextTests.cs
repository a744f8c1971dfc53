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
    public void A_dependency_that_is_not_admitted_is_not_loaded_either()
    {
        var own = CompiledSource.Build("Own", "public static class Own { public static string Text => \"own\"; }");
        Library.Write(folder.Path, "Own", own);
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", "public static class Main { public static string Text => Own.Text; }", own));
        var context = new PluginLoadContext(path, new HashSet<string>(), (file, _) =>
        {
            if (file != path)
            {
                throw new InvalidOperationException($"not {file}");
            }
        });

        var failure = Assert.Throws<TargetInvocationException>(() => Call(context.LoadMain(), "Main"));

        Assert.Equal($"not {folder["Own.dll"]}", failure.InnerException!.InnerException!.Message);
    }

    /// <summary>The one of the runtime serves: there is none that every system has.</summary>
    [Fact]
    public void A_native_library_is_loaded_once_whichever_assembly_asks_for_it()
    {
        const string Source = "public static class NAME { public static string Text => System.Runtime.InteropServices.NativeLibrary.Load(\"deep\", typeof(NAME).Assembly, null).ToString(); }";
        var own = CompiledSource.Build("Own", Source.Replace("NAME", "Own", StringComparison.Ordinal));
        Library.Write(folder.Path, "Own", own);
        var path = Library.Write(folder.Path, "Main", CompiledSource.Build("Main", Source.Replace("NAME", "Main", StringComparison.Ordinal)));
        var library = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.*").First();
        File.Copy(library, folder[$"deep{Path.GetExtension(library)}"]);
        var context = new PluginLoadContext(path, new HashSet<string>());

        var one = Call(context.LoadMain(), "Main");
        var another = Call(context.LoadFromAssemblyName(new AssemblyName("Own")), "Own");

        Assert.NotNull(one);
        Assert.Equal(one, another);
    }

    [Fact]
    public void An_exception_tells_the_line_where_symbols_lie_beside()
    {
        var built = typeof(AssemblyFile).Assembly.Location;
        File.Copy(built, folder["CC.Loading.dll"]);
        File.Copy(Path.ChangeExtension(built, ".pdb"), folder["CC.Loading.pdb"]);
        var references = new PluginLoadContext(folder["CC.Loading.dll"], new HashSet<string>()).LoadMain().GetType(typeof(AssemblyFile).FullName!)!.GetMethod(nameof(AssemblyFile.References))!;

        var failure = Assert.Throws<FileNotFoundException>(() => references.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [folder["missing"]], null));

        Assert.Matches("AssemblyFile\\.cs:line [0-9]+", failure.StackTrace!);
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
