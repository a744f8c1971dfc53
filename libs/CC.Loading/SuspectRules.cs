namespace CC.Loading;

/// <summary>Which calls may keep a plugin in memory: measured one by one, each alone in a process.</summary>
internal static class SuspectRules
{
    private const string Json = "reflection-based JSON";
    private const string Reflection = "a cache of reflection";
    private const string Thread = "a thread of its own";
    private const string Timer = "a timer";
    private const string Event = "an event of the process";

    /// <summary>How the type of a parameter is called that a generic method leaves to its caller.</summary>
    private const string AnyType = "";

    private static readonly Dictionary<string, string> ByType = new()
    {
        ["Newtonsoft.Json.JsonConvert"] = Json,
        ["Newtonsoft.Json.JsonSerializer"] = Json,
        ["System.ComponentModel.TypeDescriptor"] = Reflection,
        ["System.ComponentModel.DataAnnotations.Validator"] = Reflection,
        ["Microsoft.Extensions.Configuration.ConfigurationBinder"] = Reflection,
        ["Microsoft.CSharp.RuntimeBinder.Binder"] = "dynamic",
        ["System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver"] = Json,
        ["System.Runtime.InteropServices.PosixSignalRegistration"] = Event,
    };

    private static readonly Dictionary<(string Type, string Member), string> ByMember = new()
    {
        [("System.Threading.Thread", "Start")] = Thread,
        [("System.Threading.Thread", "UnsafeStart")] = Thread,
        [("System.Threading.ThreadPool", "RegisterWaitForSingleObject")] = Thread,
        [("System.Threading.ThreadPool", "UnsafeRegisterWaitForSingleObject")] = Thread,
        [("System.Threading.Timer", ".ctor")] = Timer,
        [("System.Timers.Timer", ".ctor")] = Timer,
        [("System.TimeProvider", "CreateTimer")] = Timer,
        [("System.Runtime.Loader.AssemblyLoadContext", "add_Resolving")] = Event,
        [("System.Runtime.Loader.AssemblyLoadContext", "add_ResolvingUnmanagedDll")] = Event,
        [("System.Threading.AsyncLocal`1", "set_Value")] = "an AsyncLocal",
    };

    /// <summary>What a call may do, or null.</summary>
    public static string? CauseOf(CalledMember called) =>
        ByType.GetValueOrDefault(called.Type)
        ?? ByMember.GetValueOrDefault((called.Type, called.Name))
        ?? (IsReflectionJson(called) || IsNodeOfAnything(called) ? Json : IsProcessEvent(called) ? Event : null);

    /// <summary>The overloads that take no source-generated metadata look at types by reflection, and remember them for ever.</summary>
    private static bool IsReflectionJson(CalledMember called) =>
        called is { Type: "System.Text.Json.JsonSerializer" or "System.Net.Http.Json.JsonContent" or "System.Net.Http.Json.HttpContentJsonExtensions" or "System.Net.Http.Json.HttpClientJsonExtensions" }
        && !HasMetadata(called);

    /// <summary>The overloads for values of any type, those for one type name it.</summary>
    private static bool IsNodeOfAnything(CalledMember called) =>
        (called.Type, called.Name) is ("System.Text.Json.Nodes.JsonArray", "Add") or ("System.Text.Json.Nodes.JsonValue", "Create") or ("System.Text.Json.Nodes.JsonNode", "ReplaceWith")
        && called.Parameters is [AnyType, ..]
        && !HasMetadata(called);

    private static bool HasMetadata(CalledMember called) =>
        called.Parameters.Any(parameter => parameter.Contains("JsonTypeInfo", StringComparison.Ordinal) || parameter.EndsWith("JsonSerializerContext", StringComparison.Ordinal));

    private static bool IsProcessEvent(CalledMember called) =>
        called.Name.StartsWith("add_", StringComparison.Ordinal) && (called.IsStatic || called.Type == "System.AppDomain");
}
