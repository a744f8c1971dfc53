using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.Loader;
using Npgsql;

namespace CC.Plugins.Database;

/// <summary>
/// Npgsql ties itself to the process, and has nothing to undo that: its code would stay in memory for good. This undoes it when the build that uses it is let go. Nothing of it is public;
/// what a later version calls otherwise, or no longer has, is left out.
/// </summary>
internal static class NpgsqlHooks
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static int once;

    /// <summary>To be called before the first connection is made.</summary>
    public static void TakeBackAtUnload()
    {
        if (Interlocked.Exchange(ref once, 1) == 0)
        {
            AssemblyLoadContext.GetLoadContext(typeof(NpgsqlHooks).Assembly)!.Unloading += _ => TakeBack();
        }
    }

    /// <summary>The framework's list of meters has those of Npgsql, with callbacks.</summary>
    private static void TakeBack() =>
        (typeof(NpgsqlConnection).Assembly.GetType("Npgsql.MetricsReporter")?.GetField("Meter", Any)?.GetValue(null) as Meter)?.Dispose();
}
