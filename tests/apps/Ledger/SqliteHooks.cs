using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;

namespace CC.Plugins.Ledger;

/// <summary>
/// Microsoft.Data.Sqlite ties itself to the process when the first connection is made, by two events and a timer, and has nothing to undo that: its code would stay in memory
/// for good. This undoes it when the build that uses it is let go.
/// </summary>
internal static class SqliteHooks
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static int once;

    /// <summary>To be called before the first connection is made.</summary>
    public static void TakeBackAtUnload()
    {
        if (Interlocked.Exchange(ref once, 1) == 0)
        {
            AssemblyLoadContext.GetLoadContext(typeof(SqliteHooks).Assembly)!.Unloading += _ => TakeBack();
        }
    }

    /// <summary>Nothing of it is public; what a later version calls otherwise, or no longer has, is left out.</summary>
    private static void TakeBack()
    {
        SqliteConnection.ClearAllPools();
        var type = typeof(SqliteConnection).Assembly.GetType("Microsoft.Data.Sqlite.SqliteConnectionFactory");
        var factory = type?.GetField("Instance", Any)?.GetValue(null);
        foreach (var handler in factory is null ? [] : type!.GetMethods(Any).Where(IsEventHandler))
        {
            var hooked = handler.CreateDelegate<EventHandler>(factory);
            AppDomain.CurrentDomain.ProcessExit -= hooked;
            AppDomain.CurrentDomain.DomainUnload -= hooked;
        }

        (type?.GetField("_pruneTimer", Any)?.GetValue(factory) as Timer)?.Dispose();
    }

    private static bool IsEventHandler(MethodInfo method) =>
        !method.IsStatic && method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual([typeof(object), typeof(EventArgs)]);
}
