namespace CC.Sdk;

/// <summary>Numbers messages as they come in.</summary>
internal static class Arrivals
{
    private static long last;

    public static long Next() => Interlocked.Increment(ref last);
}
