using CC.Sdk.Testing;

namespace CC.Loading.Tests;

/// <summary>Calls that may keep code in memory are found with the method that they stand in; their harmless relatives are not.</summary>
public sealed class UnloadSuspectsTests
{
    [Theory]
    [InlineData("new Thread(() => { }).Start();", "a thread of its own: A.B calls System.Threading.Thread.Start")]
    [InlineData("new Timer(_ => { });", "a timer: A.B calls System.Threading.Timer..ctor")]
    [InlineData("TimeProvider.System.CreateTimer(_ => { }, null, default, default);", "a timer: A.B calls System.TimeProvider.CreateTimer")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => { };", "an event of the process: A.B calls System.AppDomain.add_ProcessExit")]
    [InlineData("Console.CancelKeyPress += (_, _) => { };", "an event of the process: A.B calls System.Console.add_CancelKeyPress")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(1);", "reflection-based JSON: A.B calls System.Text.Json.JsonSerializer.Serialize")]
    [InlineData("System.Text.Json.JsonSerializer.Deserialize<int>(\"1\");", "reflection-based JSON: A.B calls System.Text.Json.JsonSerializer.Deserialize")]
    [InlineData("new System.Text.Json.Nodes.JsonArray().Add(new A());", "reflection-based JSON: A.B calls System.Text.Json.Nodes.JsonArray.Add")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(new A());", "reflection-based JSON: A.B calls System.Text.Json.Nodes.JsonValue.Create")]
    [InlineData("new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver();", "reflection-based JSON: A.B calls System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver..ctor")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (_, _) => null;", "an event of the process: A.B calls System.Runtime.Loader.AssemblyLoadContext.add_Resolving")]
    [InlineData("ThreadPool.RegisterWaitForSingleObject(null, null, null, -1, false);", "a thread of its own: A.B calls System.Threading.ThreadPool.RegisterWaitForSingleObject")]
    [InlineData("System.ComponentModel.TypeDescriptor.GetConverter(typeof(int));", "a cache of reflection: A.B calls System.ComponentModel.TypeDescriptor.GetConverter")]
    [InlineData("new AsyncLocal<int>().Value = 1;", "an AsyncLocal: A.B calls System.Threading.AsyncLocal`1.set_Value")]
    public void A_suspect_is_found(string statement, string found) => Assert.Equal([found], In($"public class A {{ public void B() {{ {statement} }} }}"));

    [Theory]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(1, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<int>)null);")]
    [InlineData("new System.Text.Json.Nodes.JsonArray().Add((System.Text.Json.Nodes.JsonNode)null);")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(1);")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(1, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<int>)null);")]
    [InlineData("System.Text.Json.JsonDocument.Parse(\"1\").Dispose();")]
    [InlineData("new System.ComponentModel.BackgroundWorker().DoWork += (_, _) => { };")]
    [InlineData("Thread.Yield();")]
    public void What_is_harmless_is_not(string statement) => Assert.Empty(In($"public class A {{ public void B() {{ {statement} }} }}"));

    [Theory]
    [InlineData("public async Task C() { await Task.Yield(); new Timer(_ => { }); }", "A.C")]
    [InlineData("public void D() { Task.Run(() => new Timer(_ => { })); }", "A.D")]
    public void Code_that_the_compiler_moves_is_named_by_the_method_that_its_author_knows(string method, string place) =>
        Assert.Equal([$"a timer: {place} calls System.Threading.Timer..ctor"], In($"public class A {{ {method} }}"));

    [Fact]
    public void What_is_no_assembly_is_refused() => Assert.Throws<BadImageFormatException>(() => UnloadSuspects.In("text"u8, "a.dll"));

    [Fact]
    public void Of_several_files_those_that_can_not_be_read_have_none()
    {
        using var folder = new TemporaryFolder();
        var text = folder.File("text.dll", "text");
        var timed = Library.Write(folder.Path, "Timed", CompiledSource.Build("Timed", "public class A { public void B() { new Timer(_ => { }); } }"));

        var found = UnloadSuspects.InFiles([text, folder["nowhere.dll"], timed]);

        Assert.Equal("a timer: A.B calls System.Threading.Timer..ctor", Assert.Single(found).ToString());
    }

    private static IEnumerable<string> In(string source) => UnloadSuspects.In(CompiledSource.Build("Suspect", source), "Suspect.dll").Select(suspect => suspect.ToString());
}
