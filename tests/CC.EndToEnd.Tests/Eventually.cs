using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests;

/// <summary>Waits until something is so; how long it takes does not matter, as long as it is not for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, otherwise());
            await Task.Delay(Pace);
        }
    }

    public static Task SameContentAsync(string source, string copy) =>
        TrueAsync(() => File.Exists(copy) && HasSameContent(source, copy), () => $"{copy} does not become the same as {source}: {Difference(source, copy)}");

    private static bool HasSameContent(string source, string copy) =>
        new FileInfo(source).Length == new FileInfo(copy).Length && File.ReadAllBytes(source).AsSpan().SequenceEqual(File.ReadAllBytes(copy));

    private static string Difference(string source, string copy)
    {
        if (!File.Exists(copy))
        {
            return "it does not exist";
        }

        var (expected, actual) = (File.ReadAllBytes(source), File.ReadAllBytes(copy));
        return $"{expected.Length} and {actual.Length} octets, equal up to {expected.AsSpan().CommonPrefixLength(actual)}";
    }
}
