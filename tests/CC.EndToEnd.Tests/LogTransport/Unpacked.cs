using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Compressed copies, unpacked by the system's programs.</summary>
internal static class Unpacked
{
    public static bool IsPossible(string extension) => ProgramFor(extension) is not { } program || ExternalProgram.IsThere(program);

    /// <summary>Waits until a copy, once unpacked, has a content.</summary>
    public static async Task BecomesAsync(string copy, byte[] content, Transport transport)
    {
        byte[] unpacked = [];
        await Eventually.TrueAsync(
            () =>
            {
                unpacked = Of(copy);
                return unpacked.AsSpan().SequenceEqual(content);
            },
            () => $"{copy} does not become as expected: {content.Length} octets are expected and {unpacked.Length} there, "
                + $"equal up to {content.AsSpan().CommonPrefixLength(unpacked)}\n{transport.Story()}");
        transport.NothingFailed();
    }

    /// <summary>What is in a copy; nothing if it is not there, or is being written to.</summary>
    private static byte[] Of(string copy)
    {
        try
        {
            return !File.Exists(copy) ? []
                : ProgramFor(Path.GetExtension(copy)) is { } program ? ExternalProgram.Run(program, "-dc", copy)
                : File.ReadAllBytes(copy);
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    private static string? ProgramFor(string extension) => extension switch
    {
        ".gz" => "gzip",
        ".bz2" => "bzip2",
        _ => null,
    };
}
