namespace CC.Interop.Tests.Support;

/// <summary>What the process holds on to.</summary>
internal static class Heap
{
    public static long Live => GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Octets that are held more than at the start, once what is on its way out has gone.</summary>
    public static async Task AssertGrowthAsync(long since, long atMost)
    {
        var growth = 0L;
        await Within.TrueAsync(() => (growth = Live - since) <= atMost, () => $"The heap has grown by {growth:N0} octets; at most {atMost:N0} are all right.");
    }
}
